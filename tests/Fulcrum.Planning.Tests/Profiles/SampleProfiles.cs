using Fulcrum.Graphs;
using Fulcrum.Planning.Profiles;

namespace Fulcrum.Planning.Tests.Profiles;

/// <summary>A model of four nodes and a profile that knows it.</summary>
internal static class SampleProfiles
{
    public static readonly string Hash = new('a', 64);

    /// <summary>x, MatMul by [4, 8], Relu, MatMul by [8, 2], Softmax, y.</summary>
    public static Model Model()
    {
        var builder = new GraphBuilder("net");
        builder.Input("x", ElementType.Float, 1, 4);
        builder.Constant(Tensor.From<float>("w", [4, 8], new float[32]));
        builder.Constant(Tensor.From<float>("v", [8, 2], new float[16]));
        builder.Emit("MatMul", ["x", "w"], "a");
        builder.Emit("Relu", ["a"], "b");
        builder.Emit("MatMul", ["b", "v"], "c");
        builder.Output(builder.Emit("Softmax", ["c"], "y"), ElementType.Float, 1, 2);
        return new Model { Graph = builder.ToGraph() };
    }

    /// <summary>Kernels take 0.1, 0 (fused), 0.05 and 0.05 ms, the whole 0.23: 0.01 more for each kernel.</summary>
    public static ModelProfile Net() => new()
    {
        Name = "net",
        Sha256 = Hash,
        Precision = Precision.Fp32,
        Dims = new Dictionary<string, long>(),
        Macs = 48,
        Whole = new TimeSummary(0.23, 0.24, 0.3, 0.4, 0.1, 100),
        Control = new ControlRatio(1, 0.99, 1.01),
        UnattributedMs = 0,
        Nodes = [new(0, "m", "MatMul", "MatMul", 0.1, 32, 176), new(1, "r", "Relu", null, 0, 0, 64), new(2, "n", "MatMul", "MatMul", 0.05, 16, 104), new(3, "s", "Softmax", "Softmax", 0.05, 0, 16)],
        Segments = [new("b", 0.67, 32, 0.15, 0.2, 100)],
        Errors = [new("composed", 0.1, 0.2, 1)],
    };

    public static MachineEnvironment Environment() => new()
    {
        System = "Linux", Processor = "CPU", Cores = 4, Threads = 1, CpuQuota = null, Quota = "none", Tier = null, Instructions = ["avx2", "fma"], OnnxRuntime = "1.30.0",
    };

    public static MachineProfile Profile() => new()
    {
        Format = 1,
        Environment = Environment(),
        Models = [Net()],
        Fits = [new(Precision.Fp32, "MatMul", 0.01, 2000, 0, 2), new(Precision.Fp32, "Relu", 0, 0, 0, 1)],
        Modelled = new ClockModel(2e9, 1e-27, [new(Precision.Fp32, 4)]),
        Link = new("http://127.0.0.1:1/", 1e8, 2e8, 1.5, 0.5, 40),
    };
}
