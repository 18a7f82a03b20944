using Fulcrum.Problems;

namespace Fulcrum.Server.Batching;

/// <summary>Lets so many requests, with so many bytes of bodies, be in the server for one model. Those whose bodies are still on their way count by their bytes, and only as a crowd: slow clients do not keep quick ones out.</summary>
internal sealed class Admission(int requests, long bytes)
{
    /// <summary>How many bodies may be on their way for each place in the queue.</summary>
    private const long Coming = 16;

    private long _present, _requests, _bytes;

    /// <summary>Takes a request in whose body is to come; <see cref="Leave"/> afterwards.</summary>
    /// <exception cref="InputException"><c>queue-full</c>.</exception>
    public void Enter(long length)
    {
        if (Interlocked.Increment(ref _present) > Coming * requests || Interlocked.Read(ref _requests) >= requests)
        {
            Interlocked.Decrement(ref _present);
            throw Full();
        }

        try
        {
            Grow(length);
        }
        catch (InputException)
        {
            Interlocked.Decrement(ref _present);
            throw;
        }
    }

    /// <summary>The request's body is there: it takes a place in the queue.</summary>
    /// <exception cref="InputException"><c>queue-full</c>; it took none.</exception>
    public void Admit()
    {
        if (Interlocked.Increment(ref _requests) > requests)
        {
            Interlocked.Decrement(ref _requests);
            throw Full();
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

    public void Leave(long length, bool wasAdmitted)
    {
        Interlocked.Decrement(ref _present);
        if (wasAdmitted)
            Interlocked.Decrement(ref _requests);
        Interlocked.Add(ref _bytes, -length);
    }

    private static InputException Full() => new("queue-full", "request", "The model's queue is full.", "Try again later.");
}
