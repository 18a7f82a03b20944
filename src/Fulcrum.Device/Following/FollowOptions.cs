namespace Fulcrum.Device.Following;

/// <summary>How a device follows a table.</summary>
public sealed record FollowOptions
{
    /// <summary>The longest that a request may take; null (default): none, but the next tier is given up after ten times what was predicted, two seconds at least.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Memory of the device in bytes; rows that need more are not chosen. Default unlimited.</summary>
    public double MemoryBytes { get; init; } = double.PositiveInfinity;

    /// <summary>The battery; null (default): energy counts as in the table.</summary>
    public Battery? Battery { get; init; }

    /// <summary>Whether there is a next tier to send to. Default yes.</summary>
    public bool HasNext { get; init; } = true;

    /// <summary>Told of every change in words. Default nobody.</summary>
    public Action<string> Note { get; init; } = _ => { };
}
