using Fulcrum.Graphs;
using Fulcrum.Lab.Profiling;
using Fulcrum.Runtime;

namespace Fulcrum.Lab.Tests.Profiling;

public sealed class KernelOwnersTests
{
    private static Graph Net()
    {
        var builder = new GraphBuilder("net");
        builder.Input("x", ElementType.Float, 1, 4, 8, 8);
        builder.Constant(Tensor.From<float>("w", [4, 4, 1, 1], new float[16]));
        builder.Emit("Conv", ["x", "w"], "a");
        builder.Emit("Relu", ["a"], "b");
        builder.Emit("Conv", ["b", "w"], "c");
        builder.Emit("Add", ["c", "b"], "d");
        builder.Output(builder.Emit("Relu", ["d"], "y"), ElementType.Float, 1, 4, 8, 8);
        return builder.ToGraph();
    }

    [Theory]
    [InlineData("fulcrum_3_", "Add", 3)]
    [InlineData("fulcrum_2__token_7", "QLinearConv", 2)]
    [InlineData("b_nchwc", "Conv", 0)]
    [InlineData("y_nchwc", "Conv", 2)]
    [InlineData("y", "Relu", 4)]
    [InlineData("b_nchwc", "MaxPool", 1)]
    [InlineData("ReorderInput_token_3", "ReorderInput", null)]
    [InlineData("fulcrum_99_", "Add", null)]
    public void Claim_NameThatTheRuntimeGives_FindsTheNode(string name, string op, int? node) => Assert.Equal(node, new KernelOwners(Net()).Claim(Kernel(name, op)));

    [Fact]
    public void Claim_TheSameNodeTwice_GivesItOnce()
    {
        var owners = new KernelOwners(Net());
        Assert.Equal(2, owners.Claim(Kernel("y_nchwc", "Conv")));
        Assert.Null(owners.Claim(Kernel("fulcrum_2_", "Conv")));
    }

    private static NodeTiming Kernel(string name, string op) => new(name, op, 1, TimeSpan.FromMicroseconds(1));
}
