using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Operators.Prune;
using Fulcrum.Ops;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Tests.Prune;

/// <summary>A model with some groups set to zero, and without them.</summary>
internal static class PruneCheck
{
    /// <summary>Sets one in so many of each kind of group to zero, but at least one; a kind keeps at least one.</summary>
    public static (Model Whole, Model Less) WithoutZeros(Model model, int seed, int oneIn = 3)
    {
        var random = new Random(seed);
        var pruning = new StructuredPruning(model, new PruneOptions());
        List<CouplingGroup> chosen = [];
        foreach (var kind in pruning.Groups.GroupBy(Kind))
        {
            CouplingGroup[] all = [.. kind];
            random.Shuffle(all);
            chosen.AddRange(all.Take(Math.Min(all.Length - 1, (all.Length + oneIn - 1) / oneIn)));
        }

        Dictionary<ValueAxis, HashSet<int>> gone = chosen.SelectMany(g => g.Members).GroupBy(m => m.Axis).ToDictionary(m => m.Key, m => m.SelectMany(x => x.Indices).ToHashSet());
        Model zeroed = model with { Graph = model.Graph with { Initializers = [.. model.Graph.Initializers.Select(t => Zeroed(t, gone))] } };
        var again = new StructuredPruning(zeroed, new PruneOptions());
        HashSet<string> keys = [.. chosen.Select(Name)];
        return (zeroed, again.Remove(again.Groups.Where(g => keys.Contains(Name(g)))));
    }

    public static IReadOnlyList<Tensor> Inputs(Model model, string sizes) =>
        RandomInputs.For(model, 3, sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=')).ToDictionary(s => s[0], s => long.Parse(s[1])));

    public static float[] Run(Model model, IReadOnlyList<Tensor> inputs)
    {
        using OnnxRuntimeModel loaded = new OnnxRuntimeRunner(1).Load(model);
        return [.. loaded.Run(inputs).Where(t => t.Element == ElementType.Float).SelectMany(t => t.Values<float>().ToArray())];
    }

    /// <summary>The largest difference between the outputs of two models, relative to the largest output or 0.01.</summary>
    public static double Difference(Model a, Model b, IReadOnlyList<Tensor> inputs)
    {
        float[] expected = Run(a, inputs), found = Run(b, inputs);
        double largest = expected.Max(Math.Abs);
        Assert.True(largest > 1e-6 && expected.Length == found.Length);
        return expected.Zip(found).Max(pair => Math.Abs((double)pair.First - pair.Second)) / Math.Max(0.01, largest);
    }

    public static long Parameters(Model model) => model.Graph.Initializers.Where(t => t.Element == ElementType.Float).Sum(t => t.ElementCount);

    /// <summary>Groups of one kind touch the same axes with as many indices.</summary>
    public static string Kind(CouplingGroup group) => string.Join(';', group.Members.Select(m => $"{m.Axis} {m.Indices.Count}"));

    private static string Name(CouplingGroup group) => string.Join(';', group.Members.Select(m => $"{m.Axis} {string.Join(',', m.Indices)}"));

    private static Tensor Zeroed(Tensor tensor, Dictionary<ValueAxis, HashSet<int>> gone)
    {
        (int Stride, int Size, HashSet<int> Gone)[] axes =
        [
            .. Enumerable.Range(0, tensor.Shape.Count).Where(axis => gone.ContainsKey(new ValueAxis(tensor.Name, axis)))
                .Select(axis => ((int)tensor.Shape.Skip(axis + 1).Aggregate(1L, (n, d) => n * d), (int)tensor.Shape[axis], gone[new ValueAxis(tensor.Name, axis)])),
        ];
        if (tensor.Element != ElementType.Float || axes.Length == 0)
            return tensor;
        float[] values = tensor.Values<float>().ToArray();
        for (int i = 0; i < values.Length; i++)
            values[i] = axes.Any(a => a.Gone.Contains(i / a.Stride % a.Size)) ? 0 : values[i];
        return tensor with { Bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray() };
    }
}
