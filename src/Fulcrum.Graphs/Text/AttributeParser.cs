namespace Fulcrum.Graphs.Text;

/// <summary>Reads attributes. The kind comes from the word after the name, or from the value where there is none.</summary>
internal static class AttributeParser
{
    public static NodeAttribute Read(TokenReader reader) => ReadAfterName(reader, reader.Name("the name of an attribute"));

    public static NodeAttribute ReadAfterName(TokenReader reader, string name)
    {
        AttributeKind? kind = reader.Take(":") ? ReadKind(reader) : null;
        reader.Expect("=", "An attribute is written name = value, or name: kind = value.");
        if (reader.Take("@"))
            return new NodeAttribute(name, AttributeKinds.Empty(kind ?? AttributeKind.Undefined)) { ReferenceName = reader.Name("the name of an attribute") };
        return new NodeAttribute(name, reader.Current.Is("[") ? ReadList(reader, kind) : ReadValue(reader, kind));
    }

    private static AttributeKind ReadKind(TokenReader reader)
    {
        Token token = reader.Next();
        if (token.Kind == TokenKind.Identifier && AttributeKinds.TryParse(token.Text, out AttributeKind kind))
            return kind;
        if (token.Kind == TokenKind.Integer && Literals.Int64(token) is >= 0 and <= int.MaxValue and long number)
            return (AttributeKind)number;
        throw token.Unexpected("a kind of attribute", "Write int, float, string, tensor, graph, or one of their plurals.");
    }

    private static AttributeValue ReadList(TokenReader reader, AttributeKind? kind)
    {
        Token open = reader.Current;
        if (kind is AttributeKind single && !AttributeKinds.IsList(single))
            throw open.Refuse($"A list is no {AttributeKinds.Print(single)}.", "Use the plural of the kind, or a single value.");
        AttributeKind? itemKind = kind is AttributeKind list ? AttributeKinds.ItemOf(list) : null;
        List<AttributeValue> items = reader.List("[", "]", () => ReadValue(reader, itemKind));
        if (items.Count == 0 && kind is null)
            throw open.Refuse("An empty list needs its kind.", "Write it like axes: ints = [].");
        AttributeKind common = itemKind ?? (items.TrueForAll(i => i is FloatAttribute or IntAttribute) && items.Exists(i => i is FloatAttribute) ? AttributeKind.Float : AttributeKinds.Of(items[0]));
        return common switch
        {
            AttributeKind.Float => new FloatsAttribute([.. items.Select(i => i is IntAttribute whole ? whole.Value : Item<FloatAttribute>(i, open).Value)]),
            AttributeKind.Int => new IntsAttribute([.. items.Select(i => Item<IntAttribute>(i, open).Value)]),
            AttributeKind.String => new StringsAttribute([.. items.Select(i => Item<StringAttribute>(i, open).Value)]),
            AttributeKind.Tensor => new TensorsAttribute([.. items.Select(i => Item<TensorAttribute>(i, open).Value)]),
            _ => new GraphsAttribute([.. items.Select(i => Item<GraphAttribute>(i, open).Value)]),
        };
    }

    private static T Item<T>(AttributeValue item, Token open) where T : AttributeValue =>
        item as T ?? throw open.Refuse("The items of a list must be of one kind.", "Write only numbers, only strings, only tensors or only graphs.");

    private static AttributeValue ReadValue(TokenReader reader, AttributeKind? expected)
    {
        Token start = reader.Current;
        if (start.Kind == TokenKind.Hexadecimal && expected is not (null or AttributeKind.String))
            return new OpaqueAttribute((int)expected, reader.Bytes());
        AttributeValue value = ReadValue(reader, expected == AttributeKind.Float);
        AttributeKind found = AttributeKinds.Of(value);
        return expected is null || expected == found
            ? value
            : throw start.Refuse($"The value is of kind {AttributeKinds.Print(found)}, not {AttributeKinds.Print(expected.Value)}.", "Change the kind or the value.");
    }

    private static AttributeValue ReadValue(TokenReader reader, bool wholeIsFloat)
    {
        Token token = reader.Current;
        switch (token.Kind)
        {
            case TokenKind.Integer: return wholeIsFloat ? new FloatAttribute(Literals.Single(reader.Next())) : new IntAttribute(Literals.Int64(reader.Next()));
            case TokenKind.Float: return new FloatAttribute(Literals.Single(reader.Next()));
            case TokenKind.Quoted when !reader.Ahead(1).Is("("):
            case TokenKind.Hexadecimal: return new StringAttribute(reader.Bytes());
            case TokenKind.Identifier when TypeParser.IsNext(reader): return new TensorAttribute(TensorParser.Read(reader));
            case TokenKind.Identifier when Literals.IsWord(token.Text): return new FloatAttribute(Literals.Single(reader.Next()));
            case TokenKind.Identifier or TokenKind.Quoted: return new GraphAttribute(GraphParser.Read(reader));
            default: throw token.Unexpected("a value", "Write a number, a string, a tensor such as int64[1] {0}, a graph, a list of these, or @name.");
        }
    }
}
