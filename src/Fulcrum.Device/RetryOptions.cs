namespace Fulcrum.Device;

/// <summary>How often and how long to try again.</summary>
public sealed record RetryOptions
{
    /// <summary>Attempts without any progress before giving up. Default 6.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The first wait; each further one doubles. Default 200 ms: six attempts wait 12.6 s in all.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The wait before attempt n, counted from 0.</summary>
    public TimeSpan Wait(int attempt) => FirstWait * Math.Pow(2, attempt);
}
