using System.Diagnostics;
using Fulcrum.Protocol.Plans;
using Fulcrum.Stages;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Device;

/// <summary>One request on the first tier of a plan, step by step, with the time of each.</summary>
/// <param name="stage">The tier.</param>
/// <param name="slot">The request's buffers, inputs in place.</param>
/// <param name="time">The clock.</param>
internal sealed class StageRun(Stage stage, StageSlot slot, TimeProvider time)
{
    private double _computeMs, _encodeMs, _waitedMs;
    private string _timing = "";
    private int _down;

    /// <summary>Bytes of the message; 0 before <see cref="SendAsync"/>.</summary>
    public int BytesUp { get; private set; }

    /// <summary>Whether the outputs are there, on the device's own or by an exit.</summary>
    public bool IsAnswered => stage.IsLast || slot.Exit > 0;

    /// <summary>Runs the tier's segments.</summary>
    public void Compute()
    {
        using Activity? span = Spans.Start("compute");
        span?.SetTag(Spans.Tier, stage.Name);
        long started = time.GetTimestamp();
        slot.Run();
        _computeMs = Milliseconds(started);
    }

    /// <summary>Asks the next tier for the rest.</summary>
    /// <exception cref="HopException">It cannot be reached, or fails.</exception>
    public async Task SendAsync(StageHop hop, CancellationToken cancellation)
    {
        long started = time.GetTimestamp();
        ReadOnlyMemory<byte> frame = Encode();
        (_encodeMs, BytesUp) = (Milliseconds(started), frame.Length);
        long encoded = time.GetTimestamp();
        try
        {
            _timing = await hop.SendAsync(frame, slot.Answer, cancellation).ConfigureAwait(false);
            slot.TakeAnswer();
            _down = slot.Answer.Length;
        }
        finally
        {
            _waitedMs = Milliseconds(encoded);
        }
    }

    private ReadOnlyMemory<byte> Encode()
    {
        using Activity? span = Spans.Start("encode");
        return slot.Encode();
    }

    /// <summary>Seconds that the next tier was waited for.</summary>
    public double WaitedSeconds => _waitedMs / 1e3;

    /// <summary>Where the time went. What a link took is what the tier before it waited, less what the tiers after it say of themselves.</summary>
    public PlanTimes Times()
    {
        IReadOnlyList<StageTiming> told = StageTiming.Parse(_timing);
        StageTiming[] tiers = [new(stage.Name, 0, _computeMs, _encodeMs, _waitedMs, slot.Exit), .. stage.Folder.Manifest.Tiers.Skip(1).Select(t => told.FirstOrDefault(r => r.Tier == t.Name) ?? new StageTiming(t.Name, 0, 0, 0, 0))];
        double[] links = [.. Enumerable.Range(1, tiers.Length - 1).Select(t => Math.Max(0, tiers[t - 1].NextMs - tiers[t].TotalMs))];
        return new PlanTimes(tiers, links, _computeMs + _encodeMs + _waitedMs, BytesUp, _down);
    }

    private double Milliseconds(long from) => time.GetElapsedTime(from).TotalMilliseconds;
}
