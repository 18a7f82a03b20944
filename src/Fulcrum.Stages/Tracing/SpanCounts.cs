namespace Fulcrum.Stages.Tracing;

/// <summary>What became of spans that were to be exported.</summary>
public sealed class SpanCounts
{
    private long _exported, _crowded, _failed;

    /// <summary>Those that the collector took.</summary>
    public long Exported => Interlocked.Read(ref _exported);

    /// <summary>Those that found no room in the queue, or were left in it at the end.</summary>
    public long Crowded => Interlocked.Read(ref _crowded);

    /// <summary>Those that the collector did not take, or that did not reach it.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Counts spans sent.</summary>
    /// <param name="spans">How many.</param>
    /// <param name="taken">Whether the collector took them.</param>
    public void Sent(long spans, bool taken) => Interlocked.Add(ref taken ? ref _exported : ref _failed, spans);

    /// <summary>Counts spans that there is no room, or no time, for.</summary>
    public void Lost(long spans) => Interlocked.Add(ref _crowded, spans);
}
