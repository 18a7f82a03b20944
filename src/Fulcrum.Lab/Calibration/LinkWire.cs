using System.Buffers.Binary;
using System.Diagnostics;

namespace Fulcrum.Lab.Calibration;

/// <summary>What the two processes of a link measurement say to each other: an order of nine bytes (what, how many), and what follows from it.</summary>
internal static class LinkWire
{
    /// <summary>One byte back.</summary>
    public const byte Echo = 1;

    /// <summary>So many bytes follow; eight come back, the rate at which they were read in bits per second.</summary>
    public const byte Up = 2;

    /// <summary>So many bytes are wanted.</summary>
    public const byte Down = 3;

    private const int BlockBytes = 64 << 10;

    /// <summary>Writes an order.</summary>
    public static async Task OrderAsync(Stream stream, byte what, long count, CancellationToken cancellation)
    {
        byte[] order = new byte[9];
        order[0] = what;
        BinaryPrimitives.WriteInt64LittleEndian(order.AsSpan(1), count);
        await stream.WriteAsync(order, cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads an order; null at the end.</summary>
    public static async Task<(byte What, long Count)?> NextAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] order = new byte[9];
        int read = await stream.ReadAtLeastAsync(order, order.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return read < order.Length ? null : (order[0], BinaryPrimitives.ReadInt64LittleEndian(order.AsSpan(1)));
    }

    /// <summary>Writes so many bytes.</summary>
    public static async Task SendAsync(Stream stream, long count, CancellationToken cancellation)
    {
        byte[] block = new byte[BlockBytes];
        for (; count > 0; count -= block.Length)
            await stream.WriteAsync(block.AsMemory(0, (int)Math.Min(count, block.Length)), cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads so many bytes. The rate leaves out the first read: what came before the clock could start.</summary>
    public static async Task<double> ReceiveAsync(Stream stream, long count, CancellationToken cancellation)
    {
        byte[] block = new byte[BlockBytes];
        long first = 0, sum = 0, began = 0, ended = 0;
        while (sum < count)
        {
            int read = await stream.ReadAsync(block.AsMemory(0, (int)Math.Min(count - sum, block.Length)), cancellation).ConfigureAwait(false);
            if (read == 0)
                throw new IOException("The other side has gone.");
            ended = Stopwatch.GetTimestamp();
            if (sum == 0)
                (first, began) = (read, ended);
            sum += read;
        }

        return ended == began ? 0 : 8 * (sum - first) / Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
    }
}
