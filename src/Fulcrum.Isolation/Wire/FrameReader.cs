using System.Buffers.Binary;
using System.Text;

namespace Fulcrum.Isolation.Wire;

/// <summary>Reads the values of a message that nobody vouches for: whatever it says, nothing outside it is read and little is allocated.</summary>
/// <param name="bytes">The message behind its header.</param>
internal ref struct FrameReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    /// <summary>A number of things that follow, each of so many bytes at least.</summary>
    public int Count(int leastBytes)
    {
        int count = Int();
        return count >= 0 && (long)count * leastBytes <= _left.Length ? count : throw new RubbishException("A message announces more than it holds.");
    }

    public string Text() => Encoding.UTF8.GetString(Take(Count(1)));

    /// <summary>Makes sure that nothing is left.</summary>
    public readonly void Close()
    {
        if (!_left.IsEmpty)
            throw new RubbishException("A message is longer than what it says.");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _left.Length)
            throw new RubbishException("A message ends too early.");
        ReadOnlySpan<byte> taken = _left[..length];
        _left = _left[length..];
        return taken;
    }
}
