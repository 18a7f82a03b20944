using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Fulcrum.Problems;
using Fulcrum.Server.Running;

namespace Fulcrum.Server.Http.V2;

/// <summary>Reads a request's body piece by piece out of the connection's own buffers.</summary>
/// <param name="body">The body.</param>
/// <param name="account">Told of bytes that were not announced; null when all were.</param>
/// <param name="cancellation">The client's.</param>
internal readonly struct BodyReader(PipeReader body, BodyAccount? account, CancellationToken cancellation)
{
    /// <summary>Takes note of tensors that are to follow, before memory is taken for them: claims that the body cannot hold are refused now.</summary>
    /// <param name="bytes">Theirs.</param>
    /// <param name="most">What the body can still have.</param>
    /// <exception cref="InputException"><c>body-length</c>, <c>queue-full</c>.</exception>
    public void Announce(long bytes, long most)
    {
        if (bytes > most)
            throw new InputException("body-length", "body", $"The body ends {bytes - most} bytes too early.");
        account?.Grow(bytes);
    }

    /// <summary>The same body, whose bytes were all announced.</summary>
    public BodyReader Announced => new(body, null, cancellation);

    /// <summary>Reads the next so many bytes, or all up to the end when the number is negative.</summary>
    /// <exception cref="InputException"><c>body-length</c>, <c>queue-full</c>.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ReadAsync(PooledBuffer into, long length)
    {
        while (length != 0)
        {
            ReadResult read = await body.ReadAsync(cancellation).ConfigureAwait(false);
            ReadOnlySequence<byte> part = length >= 0 && read.Buffer.Length > length ? read.Buffer.Slice(0, length) : read.Buffer;
            bool ended = read.IsCompleted && read.Buffer.Length == part.Length;
            long taken = part.Length;
            try
            {
                account?.Grow(taken);
                into.Ensure((int)taken);
                part.CopyTo(into.GetSpan());
                into.Advance((int)taken);
            }
            finally
            {
                body.AdvanceTo(part.End);
            }

            length -= length > 0 ? taken : 0;
            if (ended && length > 0)
                throw new InputException("body-length", "body", $"The body ends {length} bytes too early.");
            if (ended && length < 0)
                break;
        }
    }

    /// <summary>Reads the next bytes into the memory of an input, all of it.</summary>
    /// <exception cref="InputException"><c>body-length</c>, <c>queue-full</c>.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ReadAsync(Slot slot, int input)
    {
        int at = 0, length = slot.Input(input).Length;
        while (at < length)
        {
            ReadResult read = await body.ReadAsync(cancellation).ConfigureAwait(false);
            ReadOnlySequence<byte> part = read.Buffer.Length > length - at ? read.Buffer.Slice(0, length - at) : read.Buffer;
            bool ended = read.IsCompleted && read.Buffer.Length == part.Length;
            try
            {
                part.CopyTo(slot.Input(input)[at..]);
                at += (int)part.Length;
            }
            finally
            {
                body.AdvanceTo(part.End);
            }

            if (ended && at < length)
                throw new InputException("body-length", "body", $"The body ends {length - at} bytes too early.");
        }
    }

    /// <summary>Makes sure that nothing is left.</summary>
    /// <exception cref="InputException"><c>body-length</c>.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask EndAsync()
    {
        ReadResult read = await body.ReadAsync(cancellation).ConfigureAwait(false);
        bool ended = read.Buffer.IsEmpty && read.IsCompleted;
        body.AdvanceTo(read.Buffer.Start);
        if (!ended)
            throw new InputException("body-length", "body", "The body has more bytes than its tensors.");
    }
}
