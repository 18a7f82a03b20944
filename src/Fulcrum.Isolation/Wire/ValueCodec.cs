using Fulcrum.Graphs;

namespace Fulcrum.Isolation.Wire;

/// <summary>Descriptions of inputs and outputs in messages.</summary>
internal static class ValueCodec
{
    private const int MostDimensions = 64;

    public static void Write(FrameWriter to, IReadOnlyList<ValueInfo> values)
    {
        to.Int(values.Count);
        foreach (ValueInfo value in values)
        {
            to.Text(value.Name).Int(value.Tensor is { } type ? (int)type.Element : -1);
            IReadOnlyList<Dim>? shape = value.Tensor?.Shape;
            to.Int(shape?.Count ?? -1);
            foreach (Dim dim in shape ?? [])
                to.Long(dim.Size ?? -1).Text(dim.Symbol ?? "");
        }
    }

    public static ValueInfo[] Read(ref FrameReader from)
    {
        var values = new ValueInfo[from.Count(12)];
        for (int i = 0; i < values.Length; i++)
        {
            (string name, int element, int rank) = (from.Text(), from.Int(), from.Int());
            if (rank > MostDimensions || (element >= 0 && !Enum.IsDefined((ElementType)element)))
                throw new RubbishException("An input or output cannot be what is said of it.");
            Dim[]? shape = rank < 0 ? null : new Dim[rank];
            for (int d = 0; d < rank; d++)
            {
                (long size, string symbol) = (from.Long(), from.Text());
                shape![d] = size >= 0 ? size : symbol.Length > 0 ? Dim.Named(symbol) : Dim.Unknown;
            }

            values[i] = new ValueInfo(name, element < 0 ? null : new TensorType((ElementType)element, shape));
        }

        return values;
    }
}
