using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Operators.Tests;

public sealed class PartitionTests
{
    private static readonly OperatorContext Context = new() { Runner = new OnnxRuntimeRunner(1) };

    [Theory]
    // Cut b: 2*48,000/0.05e6 + 80*8/1e3 + 2*20,400/1e6 = 1.92 + 0.64 + 0.0408 ms; c takes 0.016 more on the device and 0.0008 less on the server.
    [InlineData("device-gflops=0.05, server-gflops=1, rate=1, delay=0", "b", "2.601 ms (device 1.92, link 0.64, server 0.041) split")]
    [InlineData("device-gflops=0.05, server-gflops=1, rate=1, delay=0", "b", "2.736 ms (device 2.736, link 0, server 0) all on the device")]
    [InlineData("device-gflops=0.05, server-gflops=1, rate=1, delay=0", "b", "3.337 ms (device 0, link 3.2, server 0.137) with the input sent")]
    // A server that is slower than the device: as much as can be is done before.
    [InlineData("device-gflops=1, server-gflops=0.05, rate=1, delay=0", "c", "1.537 ms (")]
    // A device that is a thousand times slower than the link allows: as little as can be.
    [InlineData("device-gflops=0.001, server-gflops=1, rate=1000, delay=0", "a", "80.07 ms (")]
    public void Apply_RuleLatency_TakesTheCutThatIsSoonest(string options, string cut, string says)
    {
        Artefact result = OperatorPipeline.Parse($"partition(rule=latency, {options})").Apply(Artefact.Of(Net()), Context);
        Assert.Equal(2, result.Segments.Count);
        Assert.Equal(cut, result.Segments[1].Graph.Inputs[0].Name);
        Assert.Contains(result.Notes, n => n.Contains(says, StringComparison.Ordinal));
        Assert.Empty(result.Measured);
    }

    [Theory]
    [InlineData("device-gflops=0.05, server-gflops=1, rate=1, delay=0", null)]
    [InlineData("device-gflops=0.1, server-gflops=1, rate=1, delay=0", "all on the device")]
    [InlineData("device-gflops=0.05, server-gflops=1, rate=100, delay=0", "sending the input")]
    [InlineData("device-gflops=0.05, server-gflops=1, rate=1, delay=0.2", "all on the device")]
    public void Apply_RuleLatency_SaysWhenSplittingLoses(string options, string? better)
    {
        string? note = OperatorPipeline.Parse($"partition(rule=latency, {options})").Apply(Artefact.Of(Net()), Context).Notes.FirstOrDefault(n => n.Contains("splitting loses", StringComparison.Ordinal));
        Assert.Equal(better is null, note is null);
        Assert.Contains(better ?? "", note ?? "");
    }

    [Fact]
    public void Apply_Measured_KeepsTimesOutOfTheNotes()
    {
        Artefact result = OperatorPipeline.Parse("partition(rule=latency, measure=yes, slowdown=20)").Apply(Artefact.Of(Net()), Context);
        Assert.Equal(2, result.Segments.Count);
        Assert.Contains(result.Measured, n => n.EndsWith(" split", StringComparison.Ordinal));
        Assert.Equal(3, result.Measured.Count(n => n.StartsWith("partition: at ", StringComparison.Ordinal)));
        Assert.DoesNotContain(result.Notes, n => n.Contains("server 0.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rule=latency, at=b")]
    [InlineData("rule=latency, parts=3")]
    [InlineData("rule=latency, rate=0")]
    [InlineData("rule=latency, rate=-1")]
    [InlineData("rate=10")]
    [InlineData("rule=fastest")]
    public void Parse_OptionsThatDoNotFit_AreRefused(string options) =>
        Assert.Equal("operator-option", Assert.Throws<InputException>(() => OperatorPipeline.Parse($"partition({options})")).Problems[0].Code);

    [Fact]
    public void Apply_UnknownCut_SuggestsOne() =>
        Assert.StartsWith("Did you mean 'b'?", Assert.Throws<InputException>(() => OperatorPipeline.Parse("partition(at=bb)").Apply(Artefact.Of(Net()), Context)).Problems[0].Remedy);

    [Fact]
    public void Apply_ModelWithoutCuts_SaysSo() =>
        Assert.Equal("cut-unknown", Assert.Throws<InputException>(() => OperatorPipeline.Parse("partition(rule=latency)").Apply(Artefact.Of(Net(1)), Context)).Problems[0].Code);

    /// <summary>Products x[1, 100] to a[400] (40,000 multiply-accumulates), b[20] (8,000), c[20] (400), y[1000] (20,000).</summary>
    private static Model Net(int products = 4)
    {
        var builder = new GraphBuilder("net");
        string value = builder.Input("x", ElementType.Float, 1, 100);
        int[] widths = [100, 400, 20, 20, 1000];
        string[] names = ["", "a", "b", "c", "y"];
        for (int i = 1; i <= products; i++)
            value = builder.Emit("MatMul", [value, builder.Constant(Tensor.From<float>($"w{i}", [widths[i - 1], widths[i]], new float[widths[i - 1] * widths[i]]))], names[i]);
        builder.Output(value, ElementType.Float, 1, widths[products]);
        return new Model { Graph = builder.ToGraph() };
    }
}
