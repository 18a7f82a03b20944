using Fulcrum.Problems;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>Stages on stderr, one line each, and every ten seconds how far a long one is.</summary>
internal sealed class ErrorProgress(string model, TimeProvider time) : IProgress<WorkProgress>
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private string _stage = "";
    private long _told = time.GetTimestamp();

    public void Report(WorkProgress value)
    {
        lock (_lock)
        {
            if (value.Stage == _stage && time.GetElapsedTime(_told) < Quiet)
                return;
            (_stage, _told) = (value.Stage, time.GetTimestamp());
            Console.Error.WriteLine(value.Total > 0 ? FormattableString.Invariant($"{model}: {value.Stage} {100 * value.Done / value.Total} %") : $"{model}: {value.Stage}");
        }
    }
}
