namespace Fulcrum.Graphs.Text;

/// <summary>Prints attributes, always with their kind.</summary>
internal static class AttributePrinter
{
    public static void Write(Page page, NodeAttribute attribute)
    {
        AttributeKind kind = AttributeKinds.Of(attribute.Value);
        page.Write(Names.PrintWord(attribute.Name));
        if (attribute.ReferenceName is null)
        {
            page.Write($": {AttributeKinds.Print(kind)} = ");
            WriteValue(page, attribute.Value);
        }
        else
        {
            page.Write($"{(kind == AttributeKind.Undefined ? "" : $": {AttributeKinds.Print(kind)}")} = @{Names.PrintWord(attribute.ReferenceName)}");
        }
    }

    private static void WriteValue(Page page, AttributeValue value)
    {
        switch (value)
        {
            case FloatAttribute a: page.Write(Literals.PrintReal(a.Value)); break;
            case IntAttribute a: page.Write(Literals.Print(a.Value)); break;
            case StringAttribute a: page.Write(Names.Quote(a.Value)); break;
            case TensorAttribute a: TensorPrinter.WriteValue(page, a.Value); break;
            case GraphAttribute a: GraphPrinter.Write(page, a.Value); break;
            case FloatsAttribute a: WriteList(page, a.Values, v => page.Write(Literals.PrintReal(v))); break;
            case IntsAttribute a: WriteList(page, a.Values, v => page.Write(Literals.Print(v))); break;
            case StringsAttribute a: WriteList(page, a.Values, v => page.Write(Names.Quote(v))); break;
            case TensorsAttribute a: WriteList(page, a.Values, v => TensorPrinter.WriteValue(page, v)); break;
            case GraphsAttribute a: WriteList(page, a.Values, v => GraphPrinter.Write(page, v)); break;
            case OpaqueAttribute a: page.Write(Names.Hexadecimal(a.Encoded)); break;
        }
    }

    private static void WriteList<T>(Page page, IReadOnlyList<T> items, Action<T> write) => page.Write("[").List(items, write).Write("]");
}
