namespace Fulcrum.Operators.Benchmarks;

/// <summary>A line per job on stderr, with the time left by the weights of jobs.</summary>
internal sealed class JobProgress(IReadOnlyList<Job> jobs, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();
    private readonly double _all = jobs.Sum(j => j.Weight);
    private double _done;
    private int _count;

    public void Begin(Job job)
    {
        string left = _done == 0 ? "" : FormattableString.Invariant($", {Math.Ceiling((time.GetElapsedTime(_began) * ((_all - _done) / _done)).TotalMinutes)} min left");
        Console.Error.WriteLine($"[{++_count} of {jobs.Count}{left}] {job.Model.Name}: {job.Composition.Name}");
    }

    public void End(Job job) => _done += job.Weight;
}
