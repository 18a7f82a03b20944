using System.Globalization;
using Fulcrum.Graphs;

namespace Fulcrum.Onnx.Files;

/// <summary>Collects the tensors that go into the data file beside a model, and says where each will be.</summary>
/// <param name="location">The data file's name.</param>
internal sealed class ExternalWriter(string location)
{
    /// <summary>Smaller tensors stay in the model: shapes and scalars are needed to read it.</summary>
    private const long Least = 1024;

    /// <summary>Tensors start at page boundaries, so that runtimes can map them.</summary>
    private const long Alignment = 4096;

    private readonly List<(long Offset, TensorData Data)> _placed = [];

    public long Length { get; private set; }

    public bool IsEmpty => _placed.Count == 0;

    /// <summary>The reference to write instead of the data; null for a tensor that stays in the model.</summary>
    public IReadOnlyList<MetadataEntry>? Place(Tensor tensor)
    {
        if (tensor.Strings is not null || tensor.Data!.Length < Least)
            return null;
        long offset = checked((Length + Alignment - 1) / Alignment * Alignment);
        _placed.Add((offset, tensor.Data));
        Length = checked(offset + tensor.Data.Length);
        return [new("location", location), new("offset", Text(offset)), new("length", Text(tensor.Data.Length))];
    }

    public void WriteTo(Stream stream)
    {
        byte[] padding = new byte[Alignment];
        long position = 0;
        foreach ((long offset, TensorData data) in _placed)
        {
            stream.Write(padding, 0, (int)(offset - position));
            data.CopyTo(stream);
            position = offset + data.Length;
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
