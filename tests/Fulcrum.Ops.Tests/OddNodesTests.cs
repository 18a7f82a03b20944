using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Nodes that no checker would let through: every definition must take them without an exception, and make no negative sizes.</summary>
public sealed class OddNodesTests
{
    private static readonly string[] IntegerNames = ["axis", "to", "dtype", "k", "blocksize", "batch_dims", "num_outputs", "num_scan_inputs", "new_axis", "keepdims", "sample_size", "start", "end", "group", "hidden_size", "transA", "allowzero", "output_height"];
    private static readonly string[] ListNames = ["axes", "perm", "starts", "ends", "split", "pads", "border", "scale", "shape", "pooled_shape", "kernel_shape", "strides", "dilations", "output_padding", "output_shape", "ngram_indexes", "scan_input_axes", "scan_output_axes"];

    [Fact]
    public void Infer_OddNodesOfEveryOp_NeverThrowsNorMakesNegativeSizes()
    {
        var random = new Random(5);
        Assert.All(OpCatalog.All, definition =>
        {
            for (int i = 0; i < 400; i++)
                Infer(definition, random);
        });
    }

    private static void Infer(OpDefinition definition, Random random)
    {
        ValueInfo[] inputs = [.. Enumerable.Range(0, 4).Select(i => new ValueInfo($"x{i}", Type(random, 0)))];
        Tensor[] constants = [.. Enumerable.Range(0, 4).Select(i => Constant($"c{i}", random))];
        string[] names = [.. inputs.Select(i => i.Name), .. constants.Select(c => c.Name), ""];
        var node = new Node(definition.OpType, [.. Picked(random, names, 6)], [.. Picked(random, ["a", "b", "c", ""], 4).Distinct()], Attributes(random)) { Domain = definition.Domain };
        OpsetImport[] opsets = [new("", random.Next(7, 23)), new(definition.Domain.Length == 0 ? "ai.onnx.ml" : definition.Domain, random.Next(1, 5))];
        GraphTypes types = TypeInference.Infer(new Model { Graph = new Graph { Nodes = [node], Inputs = inputs, Initializers = constants }, Opsets = opsets });
        types.Macs(node);
        types.BytesMoved(node);
        definition.Weight(types.Typed(node));
        Assert.DoesNotContain(node.Outputs.SelectMany(o => o.Length == 0 || names.Contains(o) ? [] : types.Tensor(o)?.Shape ?? []), d => d.Size < 0);
    }

    private static IEnumerable<string> Picked(Random random, string[] names, int most) => Enumerable.Range(0, random.Next(most)).Select(_ => names[random.Next(names.Length)]);

    private static OnnxType? Type(Random random, int depth) => random.Next(8) switch
    {
        0 => null,
        1 when depth < 2 => new SequenceType(Type(random, depth + 1)),
        2 when depth < 2 => new OptionalType(Type(random, depth + 1)),
        _ => new TensorType((ElementType)random.Next(0, 20), random.Next(6) == 0 ? null : [.. Enumerable.Range(0, random.Next(6)).Select(_ => Dimension(random))]),
    };

    private static Dim Dimension(Random random) => random.Next(6) switch
    {
        0 => Dim.Unknown,
        1 => Dim.Named("n"),
        2 => long.MaxValue / random.Next(1, 4),
        _ => random.Next(0, 8),
    };

    private static Tensor Constant(string name, Random random)
    {
        long[] shape = [.. Enumerable.Range(0, random.Next(3)).Select(_ => (long)random.Next(0, 5))];
        int count = (int)shape.Aggregate(1L, (product, size) => product * size);
        return random.Next(3) == 0
            ? Tensor.From<float>(name, shape, [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 4)])
            : Tensor.From<long>(name, shape, [.. Enumerable.Range(0, count).Select(_ => Number(random))]);
    }

    private static long Number(Random random) => random.Next(12) switch
    {
        0 => long.MaxValue,
        1 => long.MinValue,
        2 => int.MaxValue,
        _ => random.Next(-4, 8),
    };

    private static NodeAttribute[] Attributes(Random random) =>
    [
        .. IntegerNames.Where(_ => random.Next(3) == 0).Select(name => NodeAttribute.Of(name, Number(random))),
        .. ListNames.Where(_ => random.Next(4) == 0).Select(name => NodeAttribute.Of(name, [.. Enumerable.Range(0, random.Next(6)).Select(_ => Number(random))])),
        .. random.Next(3) == 0 ? [new NodeAttribute("scales", new FloatsAttribute([1, 2, float.NaN, 1e30f]))] : Array.Empty<NodeAttribute>(),
        .. random.Next(2) == 0 ? [Body(random, "body"), Body(random, "then_branch"), Body(random, "else_branch")] : Array.Empty<NodeAttribute>(),
    ];

    private static NodeAttribute Body(Random random, string name) => new(name, new GraphAttribute(new Graph
    {
        Inputs = [.. Enumerable.Range(0, random.Next(6)).Select(i => new ValueInfo($"b{i}", Type(random, 0)))],
        Outputs = [.. Enumerable.Range(0, random.Next(6)).Select(_ => new ValueInfo($"b{random.Next(6)}", null))],
        Nodes = [new Node("Identity", ["b0"], ["b5"]), new Node("Identity", ["b5"], ["b0"])],
    }));
}
