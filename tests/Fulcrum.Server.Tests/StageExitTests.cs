using System.Runtime.InteropServices;
using Fulcrum.Device;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Runtime;
using Fulcrum.Stages;
using Fulcrum.Stages.Links;

namespace Fulcrum.Server.Tests;

/// <summary>Early exits of deployed plans: who answers, and that nothing behind an exit runs.</summary>
public sealed class StageExitTests : IDisposable
{
    private const double Threshold = 0.6;
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-exits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("device:1,2", false)]
    [InlineData("device:1,2", true)]
    [InlineData("device:1|edge:2", false)]
    [InlineData("device:|edge:1,2", true)]
    [InlineData("device:|edge:1|cloud:2", false)]
    public async Task Run_WithExit_AnswersAsTheChainDoes(string placement, bool sessionPerRequest)
    {
        (Model first, Model second) = (Part("x", "h", "e", 1), Part("h", null, "y", 2));
        FolderTier[] tiers = [.. placement.Split('|').Select(t => new FolderTier(t.Split(':')[0], [.. t.Split(':')[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => p == "1" ? new FolderPart(first, new ManifestExit("e", ExitConfidence.MaxSoftmax, Threshold)) : new FolderPart(second))]))];
        PlanFolder folder = new PlanFolderWriter(OnnxFile.Serialize).Write(_folder, tiers, ["y"], (_, _) => PlanCoding.Plain, new PlanSource("net", new string('0', 64)));
        var options = new StageOptions { SessionPerRequest = sessionPerRequest };
        List<StageServer> servers = [];
        for (int t = tiers.Length - 1; t > 0; t--)
            servers.Add(await StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = tiers[t].Name, Next = servers.Count > 0 ? servers[^1].Urls[0] : null, Url = "http://127.0.0.1:0", Stage = options }));
        using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(), servers.Count > 0 ? servers[^1].Urls[0] : null, options: options);
        using OnnxRuntimeModel one = new OnnxRuntimeRunner().Load(first), two = new OnnxRuntimeRunner().Load(second);
        int left = 0;
        for (int seed = 0; seed < 30; seed++)
        {
            float[] input = StagePlans.Input(seed);
            input.CopyTo(MemoryMarshal.Cast<byte, float>(device.Input("x").Bytes));
            PlanTimes times = await device.RunAsync();
            IReadOnlyList<Tensor> inner = one.Run([Tensor.From<float>("x", [1, 8], input)]);
            bool leaves = Confidence.Of(inner[1].Values<float>(), ExitConfidence.MaxSoftmax) >= Threshold;
            Tensor expected = leaves ? inner[1] : two.Run([inner[0]])[0];
            Assert.Equal(expected.Values<float>().ToArray(), MemoryMarshal.Cast<byte, float>(device.Output(0)).ToArray());
            int exiting = Array.FindIndex(tiers, t => t.Parts.Any(p => p.Exit is not null));
            Assert.Equal(leaves ? 1 : 0, times.Tiers[exiting].Exit);
            Assert.All(times.Tiers.Skip(exiting + 1), t => Assert.Equal(leaves, t.TotalMs == 0));
            left += leaves ? 1 : 0;
        }

        Assert.InRange(left, 3, 27);
        foreach (StageServer server in Enumerable.Reverse(servers))
            await server.DisposeAsync();
    }

    [Fact]
    public void Open_ExitThatTheSegmentDoesNotMake_IsRefused()
    {
        FolderTier[] tiers = [new("device", [new FolderPart(Part("x", "h", "e", 1), new ManifestExit("z", ExitConfidence.Entropy, 0.5)), new FolderPart(Part("h", null, "y", 2))])];
        PlanFolder folder = new PlanFolderWriter(OnnxFile.Serialize).Write(_folder, tiers, ["y"], (_, _) => PlanCoding.Plain, new PlanSource("net", new string('0', 64)));
        var refused = Assert.Throws<InputException>(() => DeployedPlan.Open(folder, new OnnxRuntimeRunner(), null));
        Assert.All(refused.Problems, p => Assert.Equal("plan-segment-foreign", p.Code));
        Assert.Contains(refused.Problems, p => p.Place == "1-device.onnx: z");
    }

    [Fact]
    public async Task Run_LinkThatIsImitated_IsNotPaidByWhoLeavesBefore()
    {
        FolderTier[] tiers = [new("device", [new FolderPart(Part("x", "h", "e", 1), new ManifestExit("e", ExitConfidence.MaxSoftmax, 0))]), new("edge", [new FolderPart(Part("h", null, "y", 2))])];
        PlanFolder folder = new PlanFolderWriter(OnnxFile.Serialize).Write(_folder, tiers, ["y"], (_, _) => PlanCoding.Base64, new PlanSource("net", new string('0', 64)));
        using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(), new Uri("http://127.0.0.1:1"), new LinkShape(1, 1, TimeSpan.FromSeconds(5)));
        PlanTimes times = await device.RunAsync();
        Assert.Equal((0, 0, 1), (times.BytesUp, times.BytesDown, times.Tiers[0].Exit));
    }

    /// <summary>A layer from one value to a hidden one and to logits.</summary>
    private static Model Part(string input, string? hidden, string logits, int seed)
    {
        string inner = hidden ?? "inner";
        Model model = GraphText.Parse($$"""
            <ir_version: 8, opset_import: ["" : 17]>
            g (float[N, 8] {{input}}) => ({{(hidden is null ? "" : $"float[N, 8] {hidden}, ")}}float[N, 4] {{logits}})
            { m = MatMul({{input}}, w1) {{inner}} = Relu(m) {{logits}} = MatMul({{inner}}, w2) }
            """);
        var random = new Random(seed);
        Tensor Weight(string name, int outputs) => Tensor.From<float>(name, [8, outputs], [.. Enumerable.Range(0, 8 * outputs).Select(_ => (random.NextSingle() * 1.2f) - 0.6f)]);
        return model with { Graph = model.Graph with { Initializers = [Weight("w1", 8), Weight("w2", 4)] } };
    }
}
