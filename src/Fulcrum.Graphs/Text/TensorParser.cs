using System.Buffers;

namespace Fulcrum.Graphs.Text;

/// <summary>Reads the values of tensors.</summary>
internal static class TensorParser
{
    /// <summary>A tensor as an attribute value: its type and, as it may have, a name, then the values.</summary>
    public static Tensor Read(TokenReader reader)
    {
        Token start = reader.Current;
        OnnxType type = TypeParser.Read(reader);
        if (!reader.AtName && !reader.Current.Is("=") && !reader.Current.Is("{"))
            throw start.Refuse("A type as the value of an attribute cannot be read from text.", "Give a tensor: write its values in braces after the type.");
        string name = reader.AtName ? reader.Next().Text : "";
        reader.Take("=");
        return ReadData(reader, new ValueInfo(name, type), start);
    }

    /// <summary>The values of a tensor whose name and type were read already: in braces, or where they are in square brackets.</summary>
    public static Tensor ReadData(TokenReader reader, ValueInfo declared, Token start)
    {
        if (declared.Type is not TensorType { Shape: { } shape } type || shape.Any(d => d.Size is null or < 0) || !TryCount(shape, out long count))
            throw start.Refuse("A tensor with values needs a tensor type with known sizes.", "Write it like float[2,3]; a scalar is float.");
        var tensor = new Tensor { Name = declared.Name, Element = type.Element, Shape = [.. shape.Select(d => d.Size ?? 0)] };
        if (reader.Current.Is("["))
            return tensor with { External = reader.Entries() };
        if (reader.Current.Is("."))
            throw reader.Current.Refuse("The values were left out when this was printed.", "Print it with a larger PrintOptions.MaximumElements.");
        if (!reader.Current.Is("{"))
            throw reader.Current.Unexpected("'{'", "Write the values in braces.");
        return type.Element == ElementType.String ? ReadStrings(reader, tensor, count) : ReadNumbers(reader, tensor, count);
    }

    private static Tensor ReadStrings(TokenReader reader, Tensor tensor, long count)
    {
        Token open = reader.Current;
        List<ReadOnlyMemory<byte>> strings = reader.List("{", "}", reader.Bytes);
        RequireCount(open, strings.Count, count);
        return tensor with { Strings = strings };
    }

    private static Tensor ReadNumbers(TokenReader reader, Tensor tensor, long count)
    {
        Token open = reader.Current;
        if (tensor.Element == ElementType.Undefined && !reader.Ahead(1).Is("}"))
            throw open.Refuse("A tensor of undefined elements has no values.", "Name the element type.");
        var bytes = new ArrayBufferWriter<byte>();
        int numbers = reader.List("{", "}", () =>
        {
            ElementCodec.Read(tensor.Element, reader.Next(), bytes);
            return true;
        }).Count;
        if (tensor.Element == ElementType.Undefined)
            return tensor;
        RequireCount(open, numbers, checked(count * ElementCodec.NumbersPerElement(tensor.Element)));
        return tensor with { Bytes = ElementCodec.Pack(tensor.Element, bytes.WrittenSpan) };
    }

    private static void RequireCount(Token open, long given, long wanted)
    {
        if (given != wanted)
            throw open.Refuse($"The shape takes {wanted} values, not {given}.", "Write as many values as the product of the dimensions; a complex element takes two.");
    }

    private static bool TryCount(IReadOnlyList<Dim> shape, out long count)
    {
        Int128 product = 1;
        foreach (Dim dim in shape)
            product = Int128.Min(product * (dim.Size ?? 0), long.MaxValue);
        count = (long)product;
        return count < long.MaxValue / 2;
    }
}
