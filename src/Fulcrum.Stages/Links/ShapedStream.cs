using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Fulcrum.Stages.Links;

/// <summary>A connection seen through an imitated link: what is written leaves, and what is read arrives, at the link's rate and after its delay. Writes are taken at once, as by a socket with a large buffer.</summary>
internal sealed class ShapedStream : Stream
{
    private readonly Socket _socket;
    private readonly LinkDirection _up, _down;
    private readonly Pipe _arrived = new(new PipeOptions(pauseWriterThreshold: 0, useSynchronizationContext: false));
    private readonly Stream _reader;
    private readonly Action<byte[], int> _depart, _arrive;
    private readonly LinkDelay _delay;
    private volatile Exception? _failure;
    private volatile bool _answered;
    private double _oneWay;

    public ShapedStream(Socket socket, LinkDirection up, LinkDirection down, LinkDelay delay)
    {
        (_socket, _up, _down, _delay, _oneWay, _depart, _arrive) = (socket, up, down, delay, delay.DrawOneWay(), Depart, Arrive);
        _reader = _arrived.Reader.AsStream();
        _ = PumpAsync();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _reader.ReadAsync(buffer, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => _reader.Read(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_failure is Exception failure)
            throw new IOException("The connection is broken.", failure);
        // What is written after an answer is a new exchange.
        if (_answered)
        {
            _answered = false;
            Volatile.Write(ref _oneWay, _delay.DrawOneWay());
        }

        for (int size; buffer.Length > 0; buffer = buffer[size..])
        {
            size = Math.Min(buffer.Length, _up.ChunkBytes);
            byte[] chunk = ArrayPool<byte>.Shared.Rent(size);
            buffer[..size].CopyTo(chunk);
            _up.Send(chunk, size, Volatile.Read(ref _oneWay), _depart);
        }
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _failure ??= new ObjectDisposedException(nameof(ShapedStream));
            _socket.Dispose();
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task PumpAsync()
    {
        int length;
        do
        {
            byte[] chunk = ArrayPool<byte>.Shared.Rent(_down.ChunkBytes);
            try
            {
                length = await _socket.ReceiveAsync(chunk.AsMemory(0, _down.ChunkBytes), SocketFlags.None).ConfigureAwait(false);
            }
            catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
            {
                _failure ??= broken;
                length = 0;
            }

            _answered = true;
            _down.Send(chunk, length, Volatile.Read(ref _oneWay), _arrive);
        }
        while (length > 0);
    }

    /// <summary>On the link's thread: puts a chunk where it is read; one of no bytes is the end.</summary>
    private void Arrive(byte[] chunk, int length)
    {
        if (length == 0)
        {
            _arrived.Writer.Complete(_failure is Exception failure ? new IOException("The connection is broken.", failure) : null);
        }
        else
        {
            _arrived.Writer.Write(chunk.AsSpan(0, length));
            // Never waits: the pipe has no limit.
            _arrived.Writer.FlushAsync().AsTask().GetAwaiter().GetResult();
        }

        ArrayPool<byte>.Shared.Return(chunk);
    }

    /// <summary>On the link's thread: a chunk has reached the other end.</summary>
    private void Depart(byte[] chunk, int length)
    {
        try
        {
            for (int sent = 0; sent < length && _failure is null;)
                sent += _socket.Send(chunk.AsSpan(sent, length - sent), SocketFlags.None);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            _failure ??= broken;
            _socket.Dispose();
        }

        ArrayPool<byte>.Shared.Return(chunk);
    }
}
