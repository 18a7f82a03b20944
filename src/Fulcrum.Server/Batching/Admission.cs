using Fulcrum.Problems;

namespace Fulcrum.Server.Batching;

/// <summary>Lets so many requests, with so many bytes of bodies, be in the server for one model.</summary>
internal sealed class Admission(int requests, long bytes)
{
    private long _requests, _bytes;

    /// <summary>Takes a request in; <see cref="Leave"/> afterwards.</summary>
    /// <exception cref="InputException"><c>queue-full</c>.</exception>
    public void Enter(long length)
    {
        if (Interlocked.Increment(ref _requests) > requests)
        {
            Interlocked.Decrement(ref _requests);
            throw Full();
        }

        try
        {
            Grow(length);
        }
        catch (InputException)
        {
            Interlocked.Decrement(ref _requests);
            throw;
        }
    }

    /// <summary>Takes more bytes of a request in.</summary>
    /// <exception cref="InputException"><c>queue-full</c>; nothing was taken.</exception>
    public void Grow(long length)
    {
        if (Interlocked.Add(ref _bytes, length) > bytes)
        {
            Interlocked.Add(ref _bytes, -length);
            throw Full();
        }
    }

    public void Leave(long length)
    {
        Interlocked.Decrement(ref _requests);
        Interlocked.Add(ref _bytes, -length);
    }

    private static InputException Full() => new("queue-full", "request", "The model's queue is full.", "Try again later.");
}
