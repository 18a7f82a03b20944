using System.Collections.Concurrent;
using System.Diagnostics;
using Fulcrum.Device;
using Fulcrum.Device.Following;
using Fulcrum.Protocol.Sets;
using Fulcrum.Runtime;
using Fulcrum.Stages;

namespace Fulcrum.Faults.Tests;

/// <summary>A device that asks again and again, holds every answer against the whole model's, and knows when the next tier answered last.</summary>
internal sealed class WatchedDevice : IAsyncDisposable
{
    private const int Slowdown = 300;
    private bool _isOver;
    private readonly CancellationTokenSource _stop = new();
    private readonly DeployedSet _set;
    private readonly byte[][] _expected;
    private readonly float[][] _inputs;
    private readonly Task _asking;
    private long _lastAway;

    public WatchedDevice(FaultSite site, Uri next, TimeSpan deadline, TimeProvider? time = null)
    {
        (_inputs, _expected) = (site.Inputs, FaultNet.Answers(0, site.Inputs));
        var options = new FollowOptions { Deadline = Deadline = deadline, Note = Notes.Enqueue };
        _set = DeployedSet.Open(PlanSet.Read(site.Plan), new OnnxRuntimeRunner(1), next, options, time: time, stage: new StageOptions { Slowdown = Slowdown });
        _asking = Task.Run(AskAsync);
    }

    public ConcurrentQueue<string> Notes { get; } = new();

    public TimeSpan Deadline { get; }

    public int Requests { get; private set; }

    public int Fallbacks { get; private set; }

    public int Away { get; private set; }

    /// <summary>Answers that are not the whole model's, bit for bit.</summary>
    public int Wrong { get; private set; }

    /// <summary>What the slowest answer took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Answers after the deadline.</summary>
    public int Late { get; private set; }

    /// <summary>Waits until the next tier has answered a request that was sent later than now.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> RecoverAsync(TimeSpan most)
    {
        var watch = Stopwatch.StartNew();
        long from = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref _lastAway) < from)
        {
            if (_asking.IsCompleted)
                await _asking;
            Assert.True(watch.Elapsed < most, $"The server is not used again after {watch.Elapsed.TotalSeconds:0.0} s: {Requests} requests, {Fallbacks} fallbacks, {Away} away; {string.Join(" | ", Notes.TakeLast(4))}");
            await Task.Delay(2);
        }

        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOver)
            return;
        _isOver = true;
        await _stop.CancelAsync();
        await _asking;
        _set.Dispose();
        _stop.Dispose();
    }

    private async Task AskAsync()
    {
        for (int i = 0; !_stop.IsCancellationRequested; i++)
        {
            int sample = i % _inputs.Length;
            _inputs[sample].CopyTo(_set.Input("x").Span<float>());
            long started = Stopwatch.GetTimestamp();
            PlanTimes times = await _set.RunAsync();
            TimeSpan took = Stopwatch.GetElapsedTime(started);
            Slowest = took > Slowest ? took : Slowest;
            Late += took > Deadline ? 1 : 0;
            Requests++;
            if (!_set.Output(0).SequenceEqual(_expected[sample]))
                Wrong++;
            if (times.IsFallback)
                Fallbacks++;
            else if (times.BytesUp > 0)
            {
                Away++;
                Volatile.Write(ref _lastAway, started);
            }

            await Task.Delay(10);
        }
    }
}
