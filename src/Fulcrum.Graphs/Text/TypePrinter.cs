namespace Fulcrum.Graphs.Text;

/// <summary>Prints types and typed names.</summary>
internal static class TypePrinter
{
    public static string Print(ValueInfo value) => value.Type is null ? Names.Print(value.Name) : $"{Print(value.Type)} {Names.Print(value.Name)}";

    public static string Print(ElementType element, IReadOnlyList<Dim>? shape) =>
        TypeWords.Of(element) + (shape is null ? "[]" : shape.Count == 0 ? "" : $"[{string.Join(",", shape.Select(Print))}]");

    private static string Print(OnnxType type) => type switch
    {
        TensorType t => Print(t.Element, t.Shape),
        SequenceType t => $"{TypeWords.Sequence}({(t.Item is null ? "" : Print(t.Item))})",
        OptionalType t => $"{TypeWords.Optional}({(t.Item is null ? "" : Print(t.Item))})",
        OpaqueType t => $"{TypeWords.Encoded}({Names.Hexadecimal(t.Encoded)})",
        _ => throw new InvalidOperationException($"Types of kind {type.GetType().Name} have no text."),
    };

    private static string Print(Dim dim)
    {
        if (dim.Size is long size)
            return Literals.Print(size);
        return dim.Symbol is null ? "?" : Names.Print(dim.Symbol);
    }
}
