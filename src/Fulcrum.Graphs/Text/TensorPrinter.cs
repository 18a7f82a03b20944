namespace Fulcrum.Graphs.Text;

/// <summary>Prints tensors with their values.</summary>
internal static class TensorPrinter
{
    /// <summary>Prints an initializer, which always has a name.</summary>
    public static void WriteInitializer(Page page, Tensor tensor)
    {
        page.Write($"{PrintType(tensor)} {Names.Print(tensor.Name)} = ");
        WriteData(page, tensor);
    }

    /// <summary>Prints the value of an attribute, which need not have a name.</summary>
    public static void WriteValue(Page page, Tensor tensor)
    {
        page.Write(PrintType(tensor) + (tensor.Name.Length == 0 ? " " : $" {Names.Print(tensor.Name)} "));
        if (tensor.External is not null)
            page.Write("= ");
        WriteData(page, tensor);
    }

    private static string PrintType(Tensor tensor) => TypePrinter.Print(tensor.Element, [.. tensor.Shape.Select(s => (Dim)s)]);

    private static void WriteData(Page page, Tensor tensor)
    {
        if (tensor.External is not null)
            page.Write(ModelPrinter.Print(tensor.External));
        else if (tensor.ElementCount > page.Options.MaximumElements)
            page.Write("...");
        else if (tensor.Strings is { } strings)
            page.Write("{").List(strings, s => page.Write(Names.Quote(s))).Write("}");
        else
            WriteNumbers(page, tensor);
    }

    private static void WriteNumbers(Page page, Tensor tensor)
    {
        ReadOnlySpan<byte> data = tensor.Bytes.Span;
        if (data.Length != tensor.Element.ByteCount(tensor.ElementCount))
            throw new ArgumentException($"Tensor {tensor.Name} has {data.Length} bytes, not {tensor.Element.ByteCount(tensor.ElementCount)}.", nameof(tensor));
        long numbers = tensor.Element.BitWidth() == 0 ? 0 : tensor.ElementCount * ElementCodec.NumbersPerElement(tensor.Element);
        page.Write("{");
        for (int i = 0; i < numbers; i++)
            page.Write(i == 0 ? "" : ", ").Write(ElementCodec.Print(tensor.Element, data, i));
        page.Write("}");
    }
}
