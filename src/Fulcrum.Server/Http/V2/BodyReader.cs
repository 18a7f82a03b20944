using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Fulcrum.Problems;
using Fulcrum.Server.Batching;
using Fulcrum.Server.Running;

namespace Fulcrum.Server.Http.V2;

/// <summary>Reads a request's body piece by piece out of the connection's own buffers.</summary>
/// <param name="body">The body.</param>
/// <param name="admission">Told of bytes that were not announced; null when all were.</param>
/// <param name="cancellation">The client's.</param>
internal readonly struct BodyReader(PipeReader body, Admission? admission, CancellationToken cancellation)
{
    /// <summary>Reads the next so many bytes, or all up to the end when the number is negative.</summary>
    /// <exception cref="InputException"><c>body-length</c>, <c>queue-full</c>.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long> ReadAsync(PooledBuffer into, long length)
    {
        long unannounced = 0;
        while (length != 0)
        {
            ReadResult read = await body.ReadAsync(cancellation).ConfigureAwait(false);
            ReadOnlySequence<byte> part = length >= 0 && read.Buffer.Length > length ? read.Buffer.Slice(0, length) : read.Buffer;
            unannounced += Announce(part.Length);
            into.Ensure((int)part.Length);
            part.CopyTo(into.GetSpan());
            into.Advance((int)part.Length);
            length -= length > 0 ? part.Length : 0;
            body.AdvanceTo(part.End);
            if (read.IsCompleted && length > 0 && read.Buffer.Length == part.Length)
                throw new InputException("body-length", "body", $"The body ends {length} bytes too early.");
            if (read.IsCompleted && length < 0)
                break;
        }

        return unannounced;
    }

    /// <summary>Reads the next bytes into the memory of an input, all of it.</summary>
    /// <exception cref="InputException"><c>body-length</c>, <c>queue-full</c>.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long> ReadAsync(Slot slot, int input)
    {
        long unannounced = 0;
        int at = 0, length = slot.Input(input).Length;
        while (at < length)
        {
            ReadResult read = await body.ReadAsync(cancellation).ConfigureAwait(false);
            ReadOnlySequence<byte> part = read.Buffer.Length > length - at ? read.Buffer.Slice(0, length - at) : read.Buffer;
            unannounced += Announce(part.Length);
            part.CopyTo(slot.Input(input)[at..]);
            at += (int)part.Length;
            bool ended = read.IsCompleted && read.Buffer.Length == part.Length;
            body.AdvanceTo(part.End);
            if (ended && at < length)
                throw new InputException("body-length", "body", $"The body ends {length - at} bytes too early.");
        }

        return unannounced;
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

    private long Announce(long length)
    {
        admission?.Grow(length);
        return admission is null ? 0 : length;
    }
}
