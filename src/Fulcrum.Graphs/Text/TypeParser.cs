namespace Fulcrum.Graphs.Text;

/// <summary>Reads types and typed names.</summary>
internal static class TypeParser
{
    /// <summary>Whether a type begins here, not a name.</summary>
    public static bool IsNext(TokenReader reader) => reader.Current.Kind == TokenKind.Identifier
        && (TypeWords.IsElement(reader.Current.Text) || (TypeWords.IsCompound(reader.Current.Text) && reader.Ahead(1).Is("(")));

    public static OnnxType Read(TokenReader reader) => reader.Nested(ReadType);

    /// <summary>A name with its type, which may be missing.</summary>
    public static ValueInfo ReadValue(TokenReader reader)
    {
        OnnxType? type = IsNext(reader) ? Read(reader) : null;
        return new ValueInfo(reader.Name("a name"), type);
    }

    private static OnnxType ReadType(TokenReader reader)
    {
        Token token = reader.Current;
        string word = reader.Identifier("a type");
        if (TypeWords.TryElement(word, out ElementType element))
            return new TensorType(element, ReadShape(reader));
        switch (word)
        {
            case TypeWords.Sequence: return new SequenceType(ReadItem(reader));
            case TypeWords.Optional: return new OptionalType(ReadItem(reader));
            case TypeWords.Encoded:
                reader.Expect("(");
                var opaque = new OpaqueType(reader.Bytes());
                reader.Expect(")");
                return opaque;
            default:
                throw TypeWords.IsCompound(word)
                    ? token.Refuse($"The type '{word}' cannot be read from text.", "Use tensors, seq(...) or optional(...).")
                    : token.Refuse($"'{word}' is no type.", "Write an ONNX type such as float[N,3], seq(int64) or optional(float[]).");
        }
    }

    private static OnnxType? ReadItem(TokenReader reader)
    {
        reader.Expect("(");
        if (reader.Take(")"))
            return null;
        OnnxType item = Read(reader);
        reader.Expect(")");
        return item;
    }

    private static List<Dim>? ReadShape(TokenReader reader)
    {
        if (!reader.Current.Is("["))
            return [];
        List<Dim> shape = reader.List("[", "]", () => ReadDim(reader));
        return shape.Count == 0 ? null : shape;
    }

    private static Dim ReadDim(TokenReader reader)
    {
        if (reader.Take("?"))
            return Dim.Unknown;
        if (reader.AtName)
            return Dim.Named(reader.Next().Text);
        return reader.Current.Kind == TokenKind.Integer
            ? Literals.Int64(reader.Next())
            : throw reader.Current.Unexpected("a dimension", "Write a size, a name, or ? when nothing is known.");
    }
}
