using System.Diagnostics;
using Fulcrum.Problems;
using Fulcrum.Server.Counts;
using Fulcrum.Server.Running;

namespace Fulcrum.Server.Batching;

/// <summary>One of the runs of a model that may go on at the same time.</summary>
internal sealed class Instance(Scheduler scheduler, ModelSession session, ModelCounts counts, TimeProvider time) : IThreadPoolWorkItem
{
    private const int LongestKey = 256;

    /// <summary>What it has taken up.</summary>
    public List<InferJob> Jobs { get; } = [];

    /// <summary>Runs what was taken up, then whatever else is ready.</summary>
    public void Execute()
    {
        do
        {
            RunAll();
            foreach (InferJob job in Jobs)
                job.Complete();
            Jobs.Clear();
        }
        while (scheduler.TakeNext(this));
    }

    /// <summary>Runs one job by itself; what goes wrong is left in it.</summary>
    public void RunAlone(InferJob job)
    {
        job.Started = job.Joined = job.Ran = job.Finished = time.GetTimestamp();
        try
        {
            if ((job.Error = job.Obstacle(job.Started)) is not null)
                return;
            job.Slot.Run(job.Cancellation);
            job.Ran = job.Finished = time.GetTimestamp();
            counts.Executed(job.Samples, TimeSpan.Zero, time.GetElapsedTime(job.Joined, job.Ran), TimeSpan.Zero);
        }
        catch (Exception failure)
        {
            job.Error = failure;
        }
    }

    private void RunAll()
    {
        if (Jobs.Count > 1 && RunJoined())
            return;
        foreach (InferJob job in Jobs)
            RunAlone(job);
    }

    /// <summary>Runs all jobs at once; false when that cannot be done or fails, and each has to run by itself.</summary>
    private bool RunJoined()
    {
        Slot one = Jobs[0].Slot;
        if (one.Entry.Key.Length > LongestKey)
            return false;
        int samples = Jobs.Sum(j => j.Samples);
        Span<long> key = stackalloc long[LongestKey];
        Slot? slot = null;
        try
        {
            long started = time.GetTimestamp();
            slot = session.RentJoined(one, samples, key);
            if (slot.Batch != samples)
                return false;
            using Activity? span = BatchSpan.Start(Jobs, samples);
            CopyIn(slot);
            long joined = time.GetTimestamp();
            slot.Run(CancellationToken.None);
            long ran = time.GetTimestamp();
            if (!slot.HoldsBound)
                return false;
            CopyOut(slot);
            long finished = time.GetTimestamp();
            foreach (InferJob job in Jobs)
                (job.Started, job.Joined, job.Ran, job.Finished) = (started, joined, ran, finished);
            counts.Executed(samples, time.GetElapsedTime(started, joined), time.GetElapsedTime(joined, ran), time.GetElapsedTime(ran, finished));
            return true;
        }
        catch (InputException)
        {
            return false;
        }
        finally
        {
            if (slot is not null)
                session.Return(slot);
        }
    }

    private void CopyIn(Slot joined)
    {
        for (int i = 0; i < session.Signature.Inputs.Length; i++)
        {
            Span<byte> into = joined.Input(i);
            foreach (InferJob job in Jobs)
            {
                Span<byte> from = job.Slot.Input(i);
                from.CopyTo(into);
                into = into[from.Length..];
            }
        }
    }

    private void CopyOut(Slot joined)
    {
        for (int i = 0; i < session.Signature.Outputs.Length; i++)
        {
            ReadOnlySpan<byte> from = joined.Output(i);
            foreach (InferJob job in Jobs)
            {
                Span<byte> into = job.Slot.OutputMemory(i);
                from[..into.Length].CopyTo(into);
                from = from[into.Length..];
            }
        }
    }
}
