namespace Fulcrum.Stores.Contracts;

/// <summary>Waits between attempts: doubling from the first to the longest, forgotten after a success.</summary>
/// <param name="first">The first wait.</param>
/// <param name="longest">The longest.</param>
public sealed class BackOff(TimeSpan first, TimeSpan longest)
{
    private int _waits;

    /// <summary>Waits, longer than the last time.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        TimeSpan doubled = first * Math.Pow(2, Math.Min(_waits++, 16));
        await Task.Delay(doubled < longest ? doubled : longest, cancellation).ConfigureAwait(false);
    }

    /// <summary>Begins anew.</summary>
    public void Reset() => _waits = 0;
}
