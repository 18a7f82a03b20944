using Fulcrum.Cuts;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Variants;
using Fulcrum.Runtime;

namespace Fulcrum.Lab.Tests.GraphPlanning;

public sealed class SharedSensitivityTests
{
    /// <summary>However many choices of thresholds there are, the model's parts run as often as for one; each choice finds what it would find alone.</summary>
    [Fact]
    public void Measure_SeveralRules_ShareTheRuns()
    {
        Model model = Net();
        CutMap map = CutMap.Of(model);
        IEnumerable<Cut> cuts = [map.AllInTail, .. new ExitHeads(map, ["e"]).Listed()];
        AnswerRule[] rules = [.. new[] { 0.2, 0.6, 2 }.Select(t => new AnswerRule(model, [new VariantExit("e", 0, t)]))];
        var all = new CountingRunner();
        IReadOnlyList<IReadOnlyDictionary<string, TensorSensitivity>> found = Measure(all, rules);
        Assert.Equal(3, found.Count);
        Assert.NotEmpty(found[0]);
        for (int r = 0; r < rules.Length; r++)
        {
            var one = new CountingRunner();
            IReadOnlyDictionary<string, TensorSensitivity> alone = Measure(one, [rules[r]])[0];
            Assert.Equal(one.Loads + 2, all.Loads);
            Assert.Equal(Readings(alone), Readings(found[r]));
        }

        // The three do not answer alike: what coding costs depends on who answers.
        Assert.Equal(3, found.Select(f => string.Join(' ', Readings(f))).Distinct().Count());

        IReadOnlyList<IReadOnlyDictionary<string, TensorSensitivity>> Measure(CountingRunner runner, AnswerRule[] some) =>
            new CutSensitivityMeter(runner, new SensitivityOptions { Bits = [2, 4], CodedSamples = 1 }).Measure(model, cuts, Samples(), some);
    }

    private static IEnumerable<string> Readings(IReadOnlyDictionary<string, TensorSensitivity> found) =>
        found.OrderBy(f => f.Key, StringComparer.Ordinal).SelectMany(f => f.Value.Codings.Select(c => $"{f.Key} {c.Coding.Kind} {c.Noise:R} {c.DropPoints:R}"));

    private static DatasetSplit Samples()
    {
        var random = new Random(3);
        byte[] values = new byte[64 * 6], labels = new byte[64];
        random.NextBytes(values);
        for (int i = 0; i < labels.Length; i++)
            labels[i] = (byte)random.Next(3);
        return new DatasetSplit("made", 6, values, labels);
    }

    private static Model Net()
    {
        var random = new Random(4);
        var b = new GraphBuilder("net");
        string Product(string value, string name, int from, int to) =>
            b.Emit("MatMul", [value, b.Constant(Tensor.From<float>($"{name}w", [from, to], [.. Enumerable.Range(0, from * to).Select(_ => (random.NextSingle() - 0.5f) * 4)]))], name);
        string a = b.Emit("Relu", [Product(b.Input("x", ElementType.Float, Dim.Named("N"), 6), "p", 6, 8)], "a");
        string c = b.Emit("Relu", [Product(a, "q", 8, 8)], "c");
        string e = Product(a, "e", 8, 3);
        b.Output(Product(c, "y", 8, 3), ElementType.Float, Dim.Named("N"), 3);
        b.Output(e, ElementType.Float, Dim.Named("N"), 3);
        return new Model { Graph = b.ToGraph() };
    }

    private sealed class CountingRunner : IModelRunner
    {
        private readonly OnnxRuntimeRunner _runner = new(1);

        public int Loads { get; private set; }

        public ITensorBuffer Allocate(ElementType element, params ReadOnlySpan<long> shape) => _runner.Allocate(element, shape);

        public ILoadedModel Load(Model model, LoadOptions? options = null)
        {
            Loads++;
            return _runner.Load(model, options);
        }

        public ILoadedModel LoadFile(string path, LoadOptions? options = null) => _runner.LoadFile(path, options);
    }
}
