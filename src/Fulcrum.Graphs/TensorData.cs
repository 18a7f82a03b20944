namespace Fulcrum.Graphs;

/// <summary>The packed bytes of a tensor: in memory, or somewhere they can be read from when somebody needs them.</summary>
public abstract class TensorData
{
    /// <summary>No bytes.</summary>
    public static TensorData Empty { get; } = new ResidentData(default);

    /// <summary>The number of bytes.</summary>
    public abstract long Length { get; }

    /// <summary>All bytes in memory.</summary>
    /// <exception cref="Problems.InputException">They cannot be read any more, or are more than an array holds.</exception>
    public abstract ReadOnlyMemory<byte> Load();

    /// <summary>Writes all bytes to a stream, in pieces: memory use does not grow with the length.</summary>
    public abstract void CopyTo(Stream stream);

    /// <summary>Bytes that are in memory already.</summary>
    public static TensorData Of(ReadOnlyMemory<byte> bytes) => bytes.IsEmpty ? Empty : new ResidentData(bytes);

    private sealed class ResidentData(ReadOnlyMemory<byte> bytes) : TensorData
    {
        public override long Length => bytes.Length;

        public override ReadOnlyMemory<byte> Load() => bytes;

        public override void CopyTo(Stream stream) => stream.Write(bytes.Span);
    }
}
