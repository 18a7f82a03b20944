using System.Buffers.Binary;
using Fulcrum.Isolation.Native;
using Microsoft.Win32.SafeHandles;

namespace Fulcrum.Isolation.Wire;

/// <summary>Messages over a socket: 4 bytes of length, 4 of kind, then at most a mebibyte. One sender and one receiver at a time.</summary>
/// <param name="socket">The socket.</param>
internal sealed class FrameChannel(MessageSocket socket) : IDisposable
{
    public const int HeaderBytes = 8, MostBytes = 1 << 20;
    private readonly byte[] _header = new byte[HeaderBytes];
    private byte[] _received = new byte[256];
    private int _length;

    /// <summary>What is being sent.</summary>
    public FrameWriter Out { get; } = new();

    /// <summary>What was received last.</summary>
    public FrameReader In => new(_received.AsSpan(0, _length));

    /// <summary>The most that sending waits for the other side to read.</summary>
    public void LimitSending(TimeSpan patience) => socket.LimitSending(patience);

    /// <summary>Sends what is in <see cref="Out"/>.</summary>
    public void Send(SafeFileHandle? passed = null) => socket.Send(Out.End(), passed);

    /// <summary>Receives the next message, which is in <see cref="In"/> then.</summary>
    /// <exception cref="RubbishException">Its header is none.</exception>
    /// <exception cref="IOException">The other side has gone.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public FrameKind Receive(TimeSpan patience) => Receive(patience, takesHandle: false, out _);

    /// <summary>The same, with the handle that came beside it.</summary>
    public FrameKind Receive(TimeSpan patience, bool takesHandle, out SafeFileHandle? passed)
    {
        passed = socket.Receive(_header, patience, takesHandle);
        int length = BinaryPrimitives.ReadInt32LittleEndian(_header);
        var kind = (FrameKind)BinaryPrimitives.ReadInt32LittleEndian(_header.AsSpan(sizeof(int)));
        if (length is < 0 or > MostBytes || !Enum.IsDefined(kind))
        {
            passed?.Dispose();
            throw new RubbishException("What was sent is no message.");
        }

        if (length > _received.Length)
            _received = new byte[length];
        _length = length;
        socket.Receive(_received.AsSpan(0, length), patience);
        return kind;
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}
