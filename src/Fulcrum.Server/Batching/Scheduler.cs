using Fulcrum.Server.Counts;
using Fulcrum.Server.Running;

namespace Fulcrum.Server.Batching;

/// <summary>
/// Brings requests and the model's runs together: at once when one is free, else in the order they came; where the policy says so, requests of equal shapes are joined.
/// </summary>
internal sealed class Scheduler : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<InferJob> _queue = [];
    private readonly Stack<Instance> _free = new();
    private readonly BatchPolicy _policy;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _delayTicks;

    public Scheduler(ModelSession session, BatchPolicy policy, ModelCounts counts, TimeProvider time)
    {
        (_policy, _time) = (policy, time);
        _delayTicks = (long)(policy.MaxDelay.TotalSeconds * time.TimestampFrequency);
        _timer = time.CreateTimer(static scheduler => ((Scheduler)scheduler!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        for (int i = 0; i < policy.Instances; i++)
            _free.Push(new Instance(this, session, counts, time));
    }

    /// <summary>Runs a job; ends when its slot holds the answer.</summary>
    /// <exception cref="Problems.InputException"><c>deadline-expired</c>, <c>run-failed</c>.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public ValueTask RunAsync(InferJob job)
    {
        job.Submitted = _time.GetTimestamp();
        Instance? instance = null;
        lock (_lock)
        {
            if (_queue.Count > 0 || Waits(job) || !_free.TryPop(out instance))
            {
                _queue.Add(job);
                Dispatch();
            }
        }

        if (instance is null)
            return job.Task;
        instance.RunAlone(job);
        if (TakeNext(instance))
            ThreadPool.UnsafeQueueUserWorkItem(instance, preferLocal: false);
        return job.Error is null ? ValueTask.CompletedTask : ValueTask.FromException(job.Error);
    }

    /// <summary>Gives an instance its next jobs; without any it is free again.</summary>
    public bool TakeNext(Instance instance)
    {
        lock (_lock)
        {
            if (Take(instance.Jobs))
                return true;
            _free.Push(instance);
            return false;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Wake()
    {
        lock (_lock)
            Dispatch();
    }

    private void Dispatch()
    {
        while (_queue.Count > 0 && _free.TryPeek(out Instance? instance) && Take(instance.Jobs))
        {
            _free.Pop();
            ThreadPool.UnsafeQueueUserWorkItem(instance, preferLocal: false);
        }
    }

    private bool IsJoinable(InferJob job) => job.Slot.Batch > 0 && job.Slot.Batch == job.Samples && job.Samples < _policy.MaxSamples;

    private bool Waits(InferJob job) => _delayTicks > 0 && IsJoinable(job) && _policy.Worth(job.Samples) < job.Samples;

    /// <summary>Takes what can run now off the queue: the job that came first, and those that can be joined with it.</summary>
    private bool Take(List<InferJob> into)
    {
        long now = _time.GetTimestamp();
        DropDead(now);
        if (_queue.Count == 0)
            return false;
        InferJob head = _queue[0];
        if (!IsJoinable(head))
        {
            _queue.RemoveAt(0);
            into.Add(head);
            return true;
        }

        int samples = 0;
        foreach (InferJob job in _queue)
        {
            if (samples + job.Samples <= _policy.MaxSamples && CanJoin(head, job))
                samples += job.Samples;
        }

        int worth = _policy.Worth(samples);
        long waited = now - head.Submitted;
        if (worth == 0 && waited < _delayTicks)
        {
            _timer.Change(_time.GetElapsedTime(waited, _delayTicks) + TimeSpan.FromMilliseconds(0.5), Timeout.InfiniteTimeSpan);
            return false;
        }

        TakeJoined(into, head, worth > 0 ? worth : samples);
        return true;
    }

    private void TakeJoined(List<InferJob> into, InferJob head, int most)
    {
        int taken = 0;
        for (int i = 0; i < _queue.Count;)
        {
            InferJob job = _queue[i];
            if ((job == head || CanJoin(head, job)) && (taken == 0 || taken + job.Samples <= most))
            {
                taken += job.Samples;
                into.Add(job);
                _queue.RemoveAt(i);
            }
            else
                i++;
        }
    }

    /// <summary>Whether two jobs differ in the first dimension at most.</summary>
    private bool CanJoin(InferJob head, InferJob job)
    {
        if (!IsJoinable(job))
            return false;
        long[] a = head.Slot.Entry.Key, b = job.Slot.Entry.Key;
        if (a.Length != b.Length)
            return false;
        for (int at = 0; at < a.Length; at += (int)a[at] + 1)
        {
            if (a[at] != b[at] || !a.AsSpan(at + 2, (int)a[at] - 1).SequenceEqual(b.AsSpan(at + 2, (int)a[at] - 1)))
                return false;
        }

        return true;
    }

    private void DropDead(long now)
    {
        for (int i = _queue.Count - 1; i >= 0; i--)
        {
            InferJob job = _queue[i];
            if (job.Obstacle(now) is not Exception obstacle)
                continue;
            _queue.RemoveAt(i);
            job.Started = job.Joined = job.Ran = job.Finished = now;
            job.Error = obstacle;
            job.Complete();
        }
    }
}
