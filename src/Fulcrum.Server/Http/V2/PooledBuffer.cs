using System.Buffers;

namespace Fulcrum.Server.Http.V2;

/// <summary>Bytes in pooled memory that grows; small memory is kept for the next request.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>
{
    private const int Kept = 64 << 10;
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Makes room for so many more bytes.</summary>
    public void Ensure(int more)
    {
        if (_bytes.Length - Length >= more)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(checked(Length + more), (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
        Written.CopyTo(larger);
        Give();
        _bytes = larger;
    }

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length <= Kept)
            return;
        Give();
        _bytes = [];
    }

    private void Give()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
    }
}
