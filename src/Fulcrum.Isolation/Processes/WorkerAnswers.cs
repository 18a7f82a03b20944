using Fulcrum.Isolation.Wire;

namespace Fulcrum.Isolation.Processes;

/// <summary>What a worker may answer.</summary>
internal static class WorkerAnswers
{
    /// <summary>Makes sure that an answer is the one that is wanted.</summary>
    /// <param name="channel">Where it came.</param>
    /// <param name="kind">It.</param>
    /// <param name="wanted">The one that is wanted.</param>
    /// <param name="mayBeCancelled">Whether it is about a run, which may be given up.</param>
    /// <exception cref="OperationCanceledException">The run was given up.</exception>
    /// <exception cref="WorkerRefusal">The runtime refuses.</exception>
    /// <exception cref="RubbishException">It is no answer.</exception>
    public static void Expect(FrameChannel channel, FrameKind kind, FrameKind wanted, bool mayBeCancelled = false)
    {
        if (kind == wanted)
            return;
        FrameReader said = channel.In;
        throw kind switch
        {
            FrameKind.Cancelled when mayBeCancelled => new OperationCanceledException(),
            FrameKind.Refused or FrameKind.NoTensor => new WorkerRefusal(kind, said.Text()),
            _ => new RubbishException($"It answers {kind} where {wanted} is expected."),
        };
    }
}
