using System.Globalization;

namespace Fulcrum.Graphs.Tests.Text;

/// <summary>Models that use everything that text can say.</summary>
internal static class RichModels
{
    private static readonly ReadOnlyMemory<byte> NotUtf8 = new byte[] { 0xff, 0x00, 0xc3 };

    public static Model Of(string name) => name switch
    {
        "empty" => new Model { Graph = new Graph(), Opsets = [] },
        "header" => Header(),
        "elements" => Elements(),
        "attributes" => Attributes(),
        "subgraphs" => Subgraphs(),
        "functions" => Functions(),
        "names" => QuotedNames(),
        "types" => Types(),
        "floats" => Floats(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static Tensor Random(ElementType element, int seed)
    {
        byte[] bytes = new byte[element.ByteCount(6)];
        new Random(seed).NextBytes(bytes);
        if (element == ElementType.Bool)
            bytes = [.. bytes.Select(b => (byte)(b & 1))];
        else if (element.BitWidth() is 2 or 4)
            bytes[^1] &= (byte)((1 << ((6 * element.BitWidth()) - (8 * (bytes.Length - 1)))) - 1);
        return new Tensor { Name = $"w_{element.ToString().ToLower(CultureInfo.InvariantCulture)}", Element = element, Shape = [2, 3], Bytes = bytes };
    }

    private static Model Header() => new()
    {
        IrVersion = 9,
        Opsets = [new("", 21), new("com.example", 3)],
        ProducerName = "the \"producer\" \\ # no comment",
        ProducerVersion = "",
        Domain = "org.example",
        Version = -7,
        DocString = "two\nlines, \u00e9\u20ac\U0001F600",
        Metadata = [new("key", "value"), new("", "\"")],
        Graph = new Graph { Name = "g" },
    };

    private static Model Elements() => new()
    {
        Graph = new Graph
        {
            Name = "elements",
            Initializers =
            [
                .. Enum.GetValues<ElementType>().Where(e => e.BitWidth() > 0).Select((e, i) => Random(e, i)),
                .. Enum.GetValues<ElementType>().Where(e => e.BitWidth() > 0).Select(e => new Tensor { Name = $"empty_{e}", Element = e, Shape = [3, 0] }),
                new Tensor { Name = "strings", Element = ElementType.String, Shape = [3], Strings = ["a \"b\" \\"u8.ToArray(), NotUtf8, default] },
                Tensor.From<long>("longs", [2], [long.MinValue, long.MaxValue]),
                Tensor.Scalar("scalar", ulong.MaxValue),
                new Tensor { Name = "elsewhere", Element = ElementType.Float, Shape = [1000], External = [new("location", "w.bin"), new("offset", "4096")] },
            ],
        },
    };

    private static Model Attributes() => Single(new Node(
        "Everything",
        ["a", "", "b", ""],
        ["x", "", "y"],
        NodeAttribute.Of("float", 2f),
        NodeAttribute.Of("minus_zero", -0f),
        NodeAttribute.Of("int", long.MinValue),
        NodeAttribute.Of("text", "a, b = \"c\""),
        new("bytes", new StringAttribute(NotUtf8)),
        NodeAttribute.Of("tensor", Tensor.From<long>("", [2], [1, 2])),
        NodeAttribute.Of("named_tensor", Tensor.Scalar("/t", 0.1f)),
        new("external", new TensorAttribute(new Tensor { Element = ElementType.Int8, Shape = [], External = [new("location", "x")] })),
        new("floats", new FloatsAttribute([1f, float.NaN, float.NegativeInfinity, 1e-30f])),
        NodeAttribute.Of("ints", [0L, -1L]),
        new("strings", new StringsAttribute(["x"u8.ToArray(), NotUtf8])),
        new("tensors", new TensorsAttribute([Tensor.Scalar("", true), Tensor.Scalar("t", (Half)0.1)])),
        new("graphs", new GraphsAttribute([new Graph { Name = "one" }, new Graph { Name = "" }])),
        new("no_floats", new FloatsAttribute([])),
        new("no_ints", new IntsAttribute([])),
        new("no_strings", new StringsAttribute([])),
        new("no_tensors", new TensorsAttribute([])),
        new("no_graphs", new GraphsAttribute([])),
        new("sparse", new OpaqueAttribute(11, NotUtf8)),
        new("type", new OpaqueAttribute(13, NotUtf8)),
        new("newer", new OpaqueAttribute(99, default)),
        new("quoted name", new IntAttribute(1))));

    private static Model Subgraphs()
    {
        Graph inner = new()
        {
            Name = "inner/graph",
            Nodes = [new("Relu", ["x"], ["y"])],
            Outputs = [new("y", ElementType.Float, 1)],
            Initializers = [Tensor.Scalar("x", 1f)],
        };
        Graph outer = new() { Name = "float", Nodes = [Branch(inner, inner)], Inputs = [new("i", null)], Outputs = [new("y", null)] };
        return Single(Branch(outer, inner));
    }

    private static Model Functions() => new()
    {
        Opsets = [new("", 18), new("local", 1)],
        Graph = new Graph { Name = "g", Nodes = [new("f", ["a"], ["b"]) { Domain = "local", Overload = "two" }] },
        Functions =
        [
            new Function
            {
                Name = "f",
                Domain = "local",
                Overload = "two",
                Inputs = ["a", "/b"],
                Outputs = ["c"],
                Attributes = ["alpha", "body"],
                DefaultAttributes = [NodeAttribute.Of("beta", 1f), NodeAttribute.Of("axes", [1L])],
                Opsets = [new("", 18)],
                Values = [new("t", ElementType.Float, Dim.Named("N"))],
                DocString = "what it does",
                Nodes =
                [
                    new("Elu", ["a"], ["t"], new NodeAttribute("alpha", new FloatAttribute(0)) { ReferenceName = "alpha" }, new NodeAttribute("untyped", new OpaqueAttribute(0, default)) { ReferenceName = "beta" }),
                    new("Loop", ["t"], ["c"], new NodeAttribute("body", new OpaqueAttribute(5, default)) { ReferenceName = "body" }),
                ],
            },
            new Function { Name = "f", Domain = "other" },
        ],
    };

    private static Model QuotedNames() => new()
    {
        Graph = new Graph
        {
            Name = "main graph",
            Inputs = [new("/layer1/Relu_output_0", ElementType.Float, Dim.Named("batch size"), Dim.Named("int8"), 3), new("nan", ElementType.Float)],
            Outputs = [new("float", ElementType.Float), new("seq", null), new("undefined", null)],
            Values = [new("1", ElementType.Float)],
            Initializers = [Tensor.Scalar("", 1), Tensor.Scalar("x:0", 1)],
            Nodes =
            [
                new("Relu", ["/layer1/Relu_output_0", "x:0", "na\u00efve"], ["float"]) { Name = "/layer1/Relu" },
                new("My op", ["seq"], ["1"]) { Domain = "com.my-company", Overload = "a b" },
                new("Op", [], []) { Domain = "a.b.c_2" },
                new("Op", [""], [""]) { Domain = "a..b" },
                new("dotted.op", ["\"", "\\"], ["optional"], NodeAttribute.Of("float", 1)),
            ],
        },
    };

    private static Model Types() => new()
    {
        Graph = new Graph
        {
            Name = "types",
            Inputs = [.. Enum.GetValues<ElementType>().Select(e => new ValueInfo($"in_{e}", e, Dim.Unknown, Dim.Named("N"), 0, 128))],
            Outputs =
            [
                new("scalar", ElementType.Float),
                new("unranked", new TensorType(ElementType.Float, null)),
                new("sequence", new SequenceType(new SequenceType(new TensorType(ElementType.Int64, [])))),
                new("optional_value", new OptionalType(new SequenceType(new TensorType(ElementType.String, null)))),
                new("undeclared", new SequenceType(null)),
                new("undeclared_optional", new OptionalType(null)),
                new("kept", new OpaqueType(new byte[] { 1, 2, 0xfe })),
            ],
        },
    };

    private static Model Floats()
    {
        var random = new Random(5);
        float[] singles = [.. Enumerable.Range(0, 200).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue))).Where(f => !float.IsNaN(f))];
        double[] doubles = [.. Enumerable.Range(0, 200).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))).Where(f => !double.IsNaN(f))];
        float[] specialSingles = [float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue, float.MinValue, 0.1f];
        double[] specialDoubles = [double.NaN, -double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0d, double.Epsilon, double.MaxValue, double.MinValue, 0.1];
        return new Model
        {
            Graph = new Graph
            {
                Name = "floats",
                Initializers =
                [
                    Tensor.From<float>("singles", [singles.Length], singles),
                    Tensor.From<double>("doubles", [doubles.Length], doubles),
                    Tensor.From<float>("special_singles", [9], specialSingles),
                    Tensor.From<double>("special_doubles", [9], specialDoubles),
                ],
            },
        };
    }

    private static Node Branch(Graph then, Graph otherwise) => new("If", ["c"], ["y"], new("then_branch", new GraphAttribute(then)), new("else_branch", new GraphAttribute(otherwise)));

    private static Model Single(Node node) => new() { Graph = new Graph { Name = "g", Nodes = [node] } };
}
