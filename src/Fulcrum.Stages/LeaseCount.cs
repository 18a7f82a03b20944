namespace Fulcrum.Stages;

/// <summary>Counts who uses something that may be replaced: it goes when its owner has given it up and the last lease is back. Safe for use from all threads.</summary>
/// <param name="gone">Frees it; called once, by whoever gives the last lease back.</param>
public sealed class LeaseCount(Action gone)
{
    private int _leases = 1;

    /// <summary>Whether it is gone, or going.</summary>
    public bool IsGone => Volatile.Read(ref _leases) == 0;

    /// <summary>Takes a lease; false when it is gone, or going: then there is a newer one to ask for.</summary>
    public bool TryTake()
    {
        int leases = Volatile.Read(ref _leases);
        while (leases > 0)
        {
            int seen = Interlocked.CompareExchange(ref _leases, leases + 1, leases);
            if (seen == leases)
                return true;
            leases = seen;
        }

        return false;
    }

    /// <summary>Gives a lease back, or, once, the owner's own.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _leases) == 0)
            gone();
    }
}
