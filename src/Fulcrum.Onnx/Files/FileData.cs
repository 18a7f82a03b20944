using System.Buffers;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Onnx.Files;

/// <summary>Tensor bytes that stay in their file until somebody asks.</summary>
internal sealed class FileData(FileSource source, long offset, long length) : TensorData
{
    private const int Piece = 1 << 20;
    private WeakReference<byte[]>? _loaded;

    public override long Length => length;

    public override ReadOnlyMemory<byte> Load()
    {
        if (_loaded is { } loaded && loaded.TryGetTarget(out byte[]? bytes))
            return bytes;
        if (length > Array.MaxLength)
            throw new InputException("tensor-too-large", $"{source.Path}@{offset}", $"A tensor of {length} bytes does not fit in memory as one piece.", "Split the tensor in the model.");
        bytes = GC.AllocateUninitializedArray<byte>((int)length);
        source.Read(offset, bytes);
        _loaded = new WeakReference<byte[]>(bytes);
        return bytes;
    }

    public override void CopyTo(Stream stream)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Piece, length));
        try
        {
            for (long done = 0; done < length;)
            {
                int count = (int)Math.Min(buffer.Length, length - done);
                source.Read(offset + done, buffer.AsSpan(0, count));
                stream.Write(buffer.AsSpan(0, count));
                done += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
