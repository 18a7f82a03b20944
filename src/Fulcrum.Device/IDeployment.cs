using Fulcrum.Graphs.Execution;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Device;

/// <summary>The device's side of a plan, or of a set of plans, ready to run. One request at a time.</summary>
public interface IDeployment : IDisposable
{
    /// <summary>The model's inputs.</summary>
    IReadOnlyList<ManifestValue> Inputs { get; }

    /// <summary>The model's outputs.</summary>
    IReadOnlyList<ManifestOutput> Outputs { get; }

    /// <summary>The same for one more request at a time, over the same link; to be disposed of before this.</summary>
    IDeployment Another();

    /// <summary>Where an input of the model is put before a run.</summary>
    ITensorBuffer Input(string name);

    /// <summary>Answers what the inputs hold.</summary>
    /// <exception cref="LinkException">A tier cannot be reached, or fails, and nothing else can answer.</exception>
    /// <exception cref="Problems.InputException">A tier refuses, or the segment cannot take the values.</exception>
    Task<PlanTimes> RunAsync(CancellationToken cancellation = default);

    /// <summary>The bytes of an output after a run, by its position in <see cref="Outputs"/>.</summary>
    ReadOnlySpan<byte> Output(int position);
}
