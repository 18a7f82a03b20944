using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Graphs.Text;
using Fulcrum.Problems;

namespace Fulcrum.Runtime.Tests;

public sealed class OnnxRuntimeRunnerTests
{
    private static readonly float[] Weights = [1, 2, 3, 4, 5, 6];

    private static Model Linear(string weightName = "w")
    {
        var builder = new GraphBuilder("linear");
        builder.Input("x", ElementType.Float, Dim.Named("batch"), 2);
        builder.Constant(Tensor.From<float>(weightName, [2, 3], Weights));
        string product = builder.Emit("MatMul", ["x", weightName], "product");
        builder.Output(builder.Emit("Relu", [product], "y"), ElementType.Float, Dim.Named("batch"), 3);
        return new Model { Graph = builder.ToGraph() };
    }

    [Fact]
    public void Run_PlainTensors_ReturnsTheProduct()
    {
        using OnnxRuntimeModel model = new OnnxRuntimeRunner().Load(Linear());
        Tensor y = Assert.Single(model.Run([Tensor.From<float>("x", [1, 2], [1, 10])]));
        Assert.Equal([41, 52, 63], y.Values<float>().ToArray());
    }

    [Fact]
    public void BoundRun_InputsChangedInPlace_OutputsFollowWithoutAllocation()
    {
        IModelRunner runner = new OnnxRuntimeRunner();
        using ILoadedModel model = runner.Load(Linear());
        using ITensorBuffer x = runner.Allocate(ElementType.Float, 1, 2), y = runner.Allocate(ElementType.Float, 1, 3);
        using IBoundRun run = model.Bind(new Dictionary<string, ITensorBuffer> { ["x"] = x }, new Dictionary<string, ITensorBuffer> { ["y"] = y });
        run.Run();
        Assert.Equal([0, 0, 0], y.Span<float>().ToArray());
        x.Span<float>()[0] = 2;
        run.Run();
        Assert.Equal([2, 4, 6], y.Span<float>().ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            run.Run();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100 * 64, "a bound run must not allocate");
    }

    [Fact]
    public void BoundRun_CancelledInTheMiddle_IsGivenUpAndRunsAgainAfterwards()
    {
        using OnnxRuntimeModel model = new OnnxRuntimeRunner().Load(GraphText.Parse("""
            <ir_version: 8, opset_import: ["" : 17]>
            g (int64 trips, float[1] x) => (float[1] y)
            {
                y = Loop <body = b (int64 i, bool go, float[1] a) => (bool more, float[1] c) { more = Identity(go)  c = Add(a, a) }> (trips, , x)
            }
            """));
        var runner = new OnnxRuntimeRunner();
        using ITensorBuffer trips = runner.Allocate(ElementType.Int64), x = runner.Allocate(ElementType.Float, 1), y = runner.Allocate(ElementType.Float, 1);
        using IBoundRun run = model.Bind(new Dictionary<string, ITensorBuffer> { ["trips"] = trips, ["x"] = x }, new Dictionary<string, ITensorBuffer> { ["y"] = y });
        (trips.Span<long>()[0], x.Span<float>()[0]) = (long.MaxValue, 1);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => run.Run(cancellation.Token));
        trips.Span<long>()[0] = 3;
        run.Run(CancellationToken.None);
        Assert.Equal(8, y.Span<float>()[0]);
        Assert.Throws<OperationCanceledException>(() => run.Run(cancellation.Token));
    }

    [Fact]
    public void Buffer_AfterDisposal_IsRefused()
    {
        ITensorBuffer buffer = new OnnxRuntimeRunner().Allocate(ElementType.Float, 2);
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Bytes.Length);
    }

    [Fact]
    public void Load_ModelTheRuntimeRefuses_IsOneInputProblem()
    {
        Model broken = Linear();
        broken = broken with { Graph = broken.Graph with { Nodes = [broken.Graph.Nodes[0] with { OpType = "Mystery" }, broken.Graph.Nodes[1]] } };
        var refused = Assert.Throws<InputException>(() => new OnnxRuntimeRunner().Load(broken));
        Assert.Equal("model-not-runnable", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public void Load_ExternalData_IsRefusedBeforeTheRuntimeSeesIt()
    {
        Model model = Linear();
        Tensor outside = model.Graph.Initializers[0] with { Data = null, External = [new("location", "../secret")] };
        model = Subgraph.ReplaceInitializers(model, new Dictionary<string, Tensor> { ["w"] = outside });
        var refused = Assert.Throws<InputException>(() => new OnnxRuntimeRunner().Load(model));
        Assert.Equal("model-external-data", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public void ReadProfile_ProfiledModel_NamesTheNodesThatRan()
    {
        using OnnxRuntimeModel model = new OnnxRuntimeRunner().Load(Linear(), new LoadOptions { Profile = true, Optimization = OptimizationLevel.None });
        for (int i = 0; i < 3; i++)
            model.Run([Tensor.From<float>("x", [1, 2], [1, 10])]);
        IReadOnlyList<NodeTiming> profile = model.ReadProfile();
        Assert.Equal(["MatMul", "Relu"], profile.Select(n => n.OpType));
        Assert.All(profile, n => Assert.Equal(3, n.Runs));
    }

    [Fact]
    public void Threads_UnderThisProcess_IsAtLeastOneAndAtMostTheMachine()
    {
        Assert.InRange(CpuQuota.Threads, 1, Environment.ProcessorCount);
    }
}
