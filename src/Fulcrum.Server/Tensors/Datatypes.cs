using System.Text;
using Fulcrum.Graphs;

namespace Fulcrum.Server.Tensors;

/// <summary>The protocol's names of element types.</summary>
internal static class Datatypes
{
    private static readonly (ElementType Element, string Name, byte[] Utf8)[] All =
    [
        Row(ElementType.Float, "FP32"), Row(ElementType.Double, "FP64"), Row(ElementType.Float16, "FP16"), Row(ElementType.BFloat16, "BF16"),
        Row(ElementType.Int8, "INT8"), Row(ElementType.Int16, "INT16"), Row(ElementType.Int32, "INT32"), Row(ElementType.Int64, "INT64"),
        Row(ElementType.UInt8, "UINT8"), Row(ElementType.UInt16, "UINT16"), Row(ElementType.UInt32, "UINT32"), Row(ElementType.UInt64, "UINT64"),
        Row(ElementType.Bool, "BOOL"), Row(ElementType.String, "BYTES"),
    ];

    /// <summary>The name; null when the protocol has none for the type.</summary>
    public static string? Name(ElementType element)
    {
        foreach (var row in All)
        {
            if (row.Element == element)
                return row.Name;
        }

        return null;
    }

    /// <summary>The type of a name; <see cref="ElementType.Undefined"/> when it is none.</summary>
    public static ElementType Parse(ReadOnlySpan<byte> name)
    {
        foreach (var row in All)
        {
            if (name.SequenceEqual(row.Utf8))
                return row.Element;
        }

        return ElementType.Undefined;
    }

    /// <summary>Whether values travel as binary data only: JSON has no number for them.</summary>
    public static bool IsRawOnly(ElementType element) => element is ElementType.Float16 or ElementType.BFloat16;

    private static (ElementType, string, byte[]) Row(ElementType element, string name) => (element, name, Encoding.UTF8.GetBytes(name));
}
