namespace Fulcrum.Server.Tests.Dashboard;

/// <summary>A clock that a test moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddDays(20000).AddTicks(_ticks);

    public void Move(TimeSpan by) => _ticks += by.Ticks;
}
