namespace Fulcrum.Device;

/// <summary>The time since a request began.</summary>
internal readonly struct RequestClock(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_started);
}
