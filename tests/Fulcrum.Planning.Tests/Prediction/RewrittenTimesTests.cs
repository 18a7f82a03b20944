using Fulcrum.Graphs;
using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Profiles;

namespace Fulcrum.Planning.Tests.Prediction;

public sealed class RewrittenTimesTests
{
    /// <summary>y = softmax(relu(x w s) v): the rewritten model has the scale s in the first weight.</summary>
    [Fact]
    public void FoldedNodesCountWhereTheirResultIsMade()
    {
        Model original = Net(withScale: true), rewritten = Net(withScale: false);
        ModelTimes times = new TimePredictor(new DeviceProfile { CyclesPerMac = 1, ClockHz = 1 }).For(original);
        var of = new RewrittenTimes(original, rewritten, times);
        Assert.Equal(times.Segment([0, 1]), of.Segment([0]));
        Assert.Equal(times.Segment([2]), of.Segment([1]));
        Assert.Equal(times.Segment([3, 4]), of.Segment([2, 3]));
        Assert.Equal(48, of.Segment([0, 1, 2, 3]).Seconds);
    }

    private static Model Net(bool withScale)
    {
        var builder = new GraphBuilder("net");
        builder.Input("x", ElementType.Float, 1, 4);
        builder.Constant(Tensor.From<float>("w", [4, 8], new float[32]));
        builder.Constant(Tensor.From<float>("v", [8, 2], new float[16]));
        builder.Constant(Tensor.From<float>("s", [8], new float[8]));
        builder.Emit("MatMul", ["x", "w"], withScale ? "unscaled" : "a");
        if (withScale)
            builder.Emit("Mul", ["unscaled", "s"], "a");
        builder.Emit("Relu", ["a"], "b");
        builder.Emit("MatMul", ["b", "v"], "c");
        builder.Output(builder.Emit("Softmax", ["c"], "y"), ElementType.Float, 1, 2);
        return new Model { Graph = builder.ToGraph() };
    }
}
