using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Nodes that make no sense: inference may know nothing of them, but it must not fail.</summary>
public sealed class WrongNodeTests
{
    private const int NodesPerOp = 400;

    private static readonly string[] Names =
    [
        "axes", "axis", "auto_pad", "ceil_mode", "dilations", "direction", "end", "equation", "fmod", "group", "hidden_size", "inverse", "keepdims",
        "kernel_shape", "kv_num_heads", "layout", "noop_with_empty_axes", "onesided", "output_datatype", "output_padding", "output_shape", "pads",
        "perm", "q_num_heads", "reduction", "shape", "start", "stash_type", "strides", "transA", "xs",
    ];

    private static readonly string[] Texts = ["", "SAME_UPPER", "VALID", "none", "bidirectional", "ij,jk->ik", "...i,i...", "i...->", "->", ",", "ii->i", "i,j->ij", ".", "a...b->b...a"];

    private static readonly long[] Numbers = [0, 1, 2, 3, 4, -1, -2, -7, 64, 1000, int.MaxValue, long.MaxValue, long.MinValue];

    public static TheoryData<string, string> Ops => [.. OpCatalog.All.Select(d => (d.Domain, d.OpType))];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Infer_AnyNode_DoesNotFail(string domain, string op)
    {
        var random = new Random(1);
        for (int i = 0; i < NodesPerOp; i++)
        {
            GraphTypes types = TypeInference.Infer(AnyModel(random, domain, op));
            Node node = types.Graph.Nodes[0];
            _ = types.Macs(node);
            _ = types.BytesMoved(node);
            _ = OpCatalog.Find(node)!.Weight(types.Typed(node));
        }
    }

    private static Model AnyModel(Random random, string domain, string op)
    {
        string[] inputs = [.. Enumerable.Range(0, random.Next(9)).Select(i => random.Next(6) == 0 ? "" : $"i{i}")];
        string[] outputs = [.. Enumerable.Range(0, random.Next(5)).Select(i => random.Next(6) == 0 ? "" : $"o{i}")];
        NodeAttribute[] attributes = [.. Names.Where(_ => random.Next(3) == 0).Select(name => new NodeAttribute(name, AnyAttribute(random)))];
        bool[] isConstant = [.. inputs.Select(_ => random.Next(2) == 0)];
        return new Model
        {
            Opsets = [new OpsetImport(domain, random.Next(1, 26))],
            Graph = new Graph
            {
                Name = "any",
                Nodes = [new Node(op, inputs, outputs, attributes) { Domain = domain }],
                Inputs = [.. inputs.Where((name, i) => name.Length > 0 && !isConstant[i] && random.Next(5) > 0).Select(name => new ValueInfo(name, AnyType(random)))],
                Initializers = [.. inputs.Where((name, i) => name.Length > 0 && isConstant[i]).Select(name => AnyConstant(random) with { Name = name })],
            },
        };
    }

    private static AttributeValue AnyAttribute(Random random) => random.Next(6) switch
    {
        0 => new StringAttribute(System.Text.Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)])),
        1 => new IntAttribute(Numbers[random.Next(Numbers.Length)]),
        2 => new IntAttribute(random.Next(-2, 3)),
        3 => new FloatAttribute(1),
        _ => new IntsAttribute(AnyNumbers(random)),
    };

    private static OnnxType AnyType(Random random)
    {
        var element = (ElementType)random.Next(0, 27);
        Dim[] shape = [.. AnyNumbers(random).Select(n => random.Next(4) switch { 0 => Dim.Named("s"), 1 => Dim.Unknown, _ => Math.Max(n, 0) })];
        return random.Next(10) == 0 ? new SequenceType(null) : new TensorType(element, random.Next(6) == 0 ? null : shape);
    }

    private static Tensor AnyConstant(Random random)
    {
        long[] values = AnyNumbers(random);
        return random.Next(3) == 0 ? Tensor.Scalar("", Numbers[random.Next(Numbers.Length)])
            : random.Next(3) == 0 ? Tensor.From<int>("", [1, values.Length], [.. values.Select(v => (int)Math.Clamp(v, -9, 9))])
            : Tensor.From<long>("", [values.Length], values);
    }

    private static long[] AnyNumbers(Random random) =>
        [.. Enumerable.Range(0, random.Next(7)).Select(_ => random.Next(2) == 0 ? random.Next(1, 4) : Numbers[random.Next(Numbers.Length)])];
}
