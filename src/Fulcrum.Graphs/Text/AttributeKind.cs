namespace Fulcrum.Graphs.Text;

/// <summary>Kinds of attributes; the numbers are those of <c>AttributeProto.AttributeType</c>.</summary>
internal enum AttributeKind
{
    Undefined = 0,
    Float = 1,
    Int = 2,
    String = 3,
    Tensor = 4,
    Graph = 5,
    Floats = 6,
    Ints = 7,
    Strings = 8,
    Tensors = 9,
    Graphs = 10,
    SparseTensor = 11,
    SparseTensors = 12,
    TypeProto = 13,
    TypeProtos = 14,
}

/// <summary>Facts about kinds of attributes.</summary>
internal static class AttributeKinds
{
    private static readonly Dictionary<AttributeKind, string> ByKind = Enum.GetValues<AttributeKind>().Where(k => k != AttributeKind.Undefined).ToDictionary(k => k, k => k switch
    {
        AttributeKind.SparseTensor => "sparse_tensor",
        AttributeKind.SparseTensors => "sparse_tensors",
        AttributeKind.TypeProto => "type_proto",
        AttributeKind.TypeProtos => "type_protos",
        _ => k.ToString().ToLowerInvariant(),
    });

    private static readonly Dictionary<string, AttributeKind> ByWord = ByKind.ToDictionary(p => p.Value, p => p.Key);

    /// <summary>The word for a kind; a kind newer than this version has none, and is a number.</summary>
    public static string Print(AttributeKind kind) => ByKind.TryGetValue(kind, out string? word) ? word : Literals.Print((long)kind);

    public static bool TryParse(string word, out AttributeKind kind) => ByWord.TryGetValue(word, out kind);

    public static AttributeKind Of(AttributeValue value) => value switch
    {
        FloatAttribute => AttributeKind.Float,
        IntAttribute => AttributeKind.Int,
        StringAttribute => AttributeKind.String,
        TensorAttribute => AttributeKind.Tensor,
        GraphAttribute => AttributeKind.Graph,
        FloatsAttribute => AttributeKind.Floats,
        IntsAttribute => AttributeKind.Ints,
        StringsAttribute => AttributeKind.Strings,
        TensorsAttribute => AttributeKind.Tensors,
        GraphsAttribute => AttributeKind.Graphs,
        OpaqueAttribute a => (AttributeKind)a.Type,
        _ => throw new InvalidOperationException($"Attributes of kind {value.GetType().Name} have no text."),
    };

    /// <summary>Whether the kind is a list of items of a kind that text can say.</summary>
    public static bool IsList(AttributeKind kind) => kind is >= AttributeKind.Floats and <= AttributeKind.Graphs;

    /// <summary>The kind of a list's items.</summary>
    public static AttributeKind ItemOf(AttributeKind list) => list - (AttributeKind.Floats - AttributeKind.Float);

    /// <summary>The value of a reference: the kind without a value.</summary>
    public static AttributeValue Empty(AttributeKind kind) => kind switch
    {
        AttributeKind.Float => new FloatAttribute(0),
        AttributeKind.Int => new IntAttribute(0),
        AttributeKind.String => new StringAttribute(default),
        AttributeKind.Floats => new FloatsAttribute([]),
        AttributeKind.Ints => new IntsAttribute([]),
        AttributeKind.Strings => new StringsAttribute([]),
        AttributeKind.Tensors => new TensorsAttribute([]),
        AttributeKind.Graphs => new GraphsAttribute([]),
        _ => new OpaqueAttribute((int)kind, default),
    };
}
