using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Runtime;

namespace Fulcrum.Ops.Tests;

/// <summary>One node whose inputs are all weights: removes what its definition says goes together, and compares with what the whole node gives.</summary>
internal sealed class CouplingCase
{
    private readonly Node _node;
    private readonly Tensor[] _inputs;
    private readonly Model _model;
    private readonly GraphTypes _types;
    private readonly Dictionary<int, List<(ValueAxis Axis, int Index)>> _groups = [];
    private Func<ShrinkScope, Node>? _rewrite;

    public CouplingCase(GradientCase gradientCase, int seed)
    {
        var random = new GradientInputs(gradientCase, seed);
        var builder = new GraphBuilder("node");
        var free = new Queue<Tensor>(gradientCase.Shapes.Select((shape, i) => GradientInputs.Tensor($"x{i}", shape, random.Values[i], asDouble: false)));
        var names = new List<string>();
        for (int position = 0; free.Count > 0 || gradientCase.Fixed.Any(f => f.Position >= position); position++)
        {
            (int Position, Tensor? Value)[] found = [.. gradientCase.Fixed.Where(f => f.Position == position)];
            names.Add(found.Length == 0 ? builder.Constant(free.Dequeue()) : found[0].Value is { } value ? builder.Constant(value with { Name = $"fixed{position}" }) : "");
        }

        _node = new Node(gradientCase.OpType, names, [.. Enumerable.Range(0, gradientCase.Outputs).Select(i => $"y{i}")], gradientCase.Attributes) { Domain = gradientCase.Domain, Name = "node" };
        builder.Add(_node);
        _inputs = [.. builder.ToGraph().Initializers];
        _model = new Model { Graph = builder.ToGraph(), Opsets = [new OpsetImport("", gradientCase.Opset), new OpsetImport("com.microsoft", 1)] };
        _types = TypeInference.Infer(_model);
        Couple();
    }

    /// <summary>How many groups can go.</summary>
    public int Groups => _groups.Count;

    /// <summary>The largest difference between the outputs without each group in turn, and the outputs of the node without it.</summary>
    public double LargestError() => _groups.Values.Max(Error);

    private void Couple()
    {
        IReadOnlyList<CouplingMember>[] groups = [.. Find()];
        for (int i = 0; i < groups.Length; i++)
            _groups[i] = [.. groups[i].SelectMany(m => m.Indices.Select(index => (m.Axis, index)))];
    }

    private IEnumerable<IReadOnlyList<CouplingMember>> Find()
    {
        for (int alternative = 0, alternatives = 1; alternative < alternatives; alternative++)
        {
            var units = new UnitTable(_types);
            var scope = new CouplingScope(_types.Typed(_node), units, alternative);
            OpCatalog.Find(_node)!.Couple(scope);
            scope.FreezeUnnamed();
            (alternatives, _rewrite) = (scope.Alternatives, scope.Rewrite);
            bool[] stays = units.Fixed();
            foreach (var group in units.Ranges.SelectMany(r => Enumerable.Range(0, r.Size).Select(i => (r.Axis, Index: i, Root: units.Root(r.Start + i)))).Where(u => !stays[u.Root]).GroupBy(u => u.Root))
                yield return [.. group.GroupBy(u => u.Axis).Select(u => new CouplingMember(u.Key, [.. u.Select(x => x.Index)]))];
        }
    }

    private double Error(List<(ValueAxis Axis, int Index)> group)
    {
        Dictionary<ValueAxis, bool[]> gone = group.GroupBy(u => u.Axis).ToDictionary(u => u.Key, u => Flags(_types.Tensor(u.Key.Value)!.Shape![u.Key.Axis].Size!.Value, u.Select(x => x.Index)));
        Tensor[] zeroed = [.. _inputs.Select(t => t.Element == ElementType.Float ? Zeroed(t, gone) : t)];
        List<Tensor> constants = [.. zeroed.Select(t => Without(t, gone))];
        var scope = new ShrinkScope(_node, gone, axis => _types.Tensor(axis.Value)?.Shape?[axis.Axis].Size, (stem, values) =>
        {
            constants.Add(Tensor.From<long>($"new/{stem}", [values.Length], values));
            return constants[^1].Name;
        });
        Tensor[] whole = Run(_node, zeroed), less = Run(_rewrite?.Invoke(scope) ?? _node, [.. constants]);
        return whole.Zip(less, (a, b) => Difference(Without(a, gone), b)).Max();
    }

    private Tensor[] Run(Node node, Tensor[] constants)
    {
        Model model = _model with { Graph = new Graph { Nodes = [node], Initializers = constants, Outputs = [.. node.Outputs.Select(o => new ValueInfo(o, new TensorType(_types.Tensor(o)!.Element, null)))] } };
        using OnnxRuntimeModel loaded = new OnnxRuntimeRunner(1).Load(model, new LoadOptions { Optimization = OptimizationLevel.None });
        return [.. loaded.Run([]).Zip(node.Outputs, (t, name) => t with { Name = name })];
    }

    private static bool[] Flags(long size, IEnumerable<int> indices)
    {
        bool[] flags = new bool[size];
        foreach (int index in indices)
            flags[index] = true;
        return flags;
    }

    private static Tensor Zeroed(Tensor tensor, Dictionary<ValueAxis, bool[]> gone)
    {
        float[] values = tensor.Values<float>().ToArray();
        for (int i = 0; i < values.Length; i++)
            values[i] = IsGone(tensor, i, gone) ? 0 : values[i];
        return Tensor.From<float>(tensor.Name, tensor.Shape, values);
    }

    private static Tensor Without(Tensor tensor, Dictionary<ValueAxis, bool[]> gone)
    {
        int width = tensor.Element.BitWidth() / 8;
        long[] shape = [.. tensor.Shape.Select((size, axis) => gone.TryGetValue(new ValueAxis(tensor.Name, axis), out bool[]? flags) ? flags.Count(f => !f) : size)];
        byte[] bytes = tensor.Bytes.ToArray();
        return tensor with { Shape = shape, Bytes = (byte[])[.. Enumerable.Range(0, (int)tensor.ElementCount).Where(i => !IsGone(tensor, i, gone)).SelectMany(i => bytes.Skip(i * width).Take(width))] };
    }

    private static bool IsGone(Tensor tensor, int position, Dictionary<ValueAxis, bool[]> gone)
    {
        for (int axis = tensor.Shape.Count - 1; axis >= 0; axis--)
        {
            if (gone.TryGetValue(new ValueAxis(tensor.Name, axis), out bool[]? flags) && flags[position % tensor.Shape[axis]])
                return true;
            position /= (int)tensor.Shape[axis];
        }

        return false;
    }

    private static double Difference(Tensor a, Tensor b)
    {
        Assert.Equal(a.Shape, b.Shape);
        if (a.Element != ElementType.Float)
            return a.Bytes.Span.SequenceEqual(b.Bytes.Span) ? 0 : double.PositiveInfinity;
        return a.Values<float>().ToArray().Zip(b.Values<float>().ToArray(), (x, y) => Math.Abs((double)x - y) / Math.Max(1, Math.Abs((double)x))).DefaultIfEmpty().Max();
    }
}
