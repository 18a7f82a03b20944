using System.Runtime.InteropServices;
using Fulcrum.Device;
using Fulcrum.Graphs;
using Fulcrum.Protocol.CutTensors;
using Fulcrum.Protocol.Plans;
using Fulcrum.Runtime;
using Fulcrum.Stages.Links;

namespace Fulcrum.Server.Tests;

/// <summary>Deployed plans over real loopback HTTP.</summary>
public sealed class StageTests : IDisposable
{
    private static readonly string[] Three = ["device", "edge", "cloud"];
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-stages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> Placements => new()
    {
        { "both", "plain" }, { "both", "compressed" }, { "both", "mixed" }, { "both", "text" }, { "edge hands on", "plain" }, { "edge hands on", "compressed" }, { "input to edge", "plain" }, { "input to cloud", "compressed" },
    };

    [Theory]
    [MemberData(nameof(Placements))]
    public async Task Run_ThreeTiers_EqualsTheWholeModelToTheBit(string placement, string coding)
    {
        int[][] heads = placement switch
        {
            "both" => [StagePlans.First, StagePlans.Second],
            "edge hands on" => [StagePlans.First, StagePlans.First],
            "input to edge" => [[], StagePlans.Second],
            _ => [[], []],
        };
        PlanFolder folder = StagePlans.Write(_folder, Three, heads, (_, link) => coding == "text" ? PlanCoding.Base64 : coding == "compressed" || (coding == "mixed" && link == 1) ? PlanCoding.Compressed : PlanCoding.Plain);
        Assert.Equal(placement is "input to edge" or "input to cloud" ? 1 : 2, folder.Manifest.Links[0].Tensors.Count);
        await using StageServer cloud = await Serve("cloud", null), edge = await Serve("edge", cloud.Urls[0]);
        using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(), edge.Urls[0]);
        for (int seed = 0; seed < 20; seed++)
        {
            PlanTimes times = await Run(device, StagePlans.Input(seed));
            RequireEqual(seed, device);
            Assert.Equal(Three, times.Tiers.Select(t => t.Tier));
            Assert.Equal(times.TotalMs, times.Tiers[0].TotalMs, 9);
            Assert.True(times.Tiers[2].ComputeMs > 0 && times.Tiers[1].NextMs > times.Tiers[2].TotalMs && times.TotalMs > times.Tiers[1].TotalMs, $"{times}");
            Assert.Equal(times.TotalMs, times.LinkMs.Sum() + times.Tiers.Sum(t => t.DecodeMs + t.ComputeMs + t.EncodeMs), 6);
        }
    }

    [Fact]
    public async Task Run_AllOnDevice_NeedsNoServer()
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device"], []);
        using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(), null);
        PlanTimes times = await Run(device, StagePlans.Input(3));
        RequireEqual(3, device);
        Assert.Equal((0, 0, 0), (times.BytesUp, times.BytesDown, times.LinkMs.Count));
    }

    [Fact]
    public async Task Run_GridOnTheFirstLink_AnswersWhatTheRoundedTensorsGive()
    {
        var grid = CutTensorGrid.FromRanges(4, 8, [0f], [6f]);
        PlanFolder folder = StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.First], (_, _) => PlanCoding.Of(grid));
        await using StageServer cloud = await Serve("cloud", null);
        using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(), cloud.Urls[0]);
        PlanTimes times = await Run(device, StagePlans.Input(1));
        Assert.InRange(times.BytesUp, 16 + (2 * 5), 16 + (2 * (4 + 5)));
        using OnnxRuntimeModel head = Load(folder, 0), tail = Load(folder, 1);
        Tensor[] crossing = [.. head.Run([Tensor.From<float>("x", [1, 8], StagePlans.Input(1))]).Where(t => t.Name != "early").Select(t =>
        {
            float[] values = t.Values<float>().ToArray();
            CutTensorCodec.RoundTrip(values, grid);
            return Tensor.From<float>(t.Name, t.Shape, values);
        })];
        Tensor[] expected = [.. tail.Run([.. tail.Inputs.Select(i => crossing.Single(c => c.Name == i.Name))])];
        for (int o = 0; o < device.Outputs.Count; o++)
        {
            if (expected.FirstOrDefault(t => t.Name == device.Outputs[o].Name) is Tensor tensor)
                Assert.Equal(tensor.Bytes.ToArray(), device.Output(o).ToArray());
        }
    }

    [Fact]
    public async Task Run_ManyDevicesAtOnce_EachGetsItsOwnAnswer()
    {
        PlanFolder folder = StagePlans.Write(_folder, Three, [StagePlans.First, StagePlans.Second]);
        await using StageServer cloud = await Serve("cloud", null), edge = await Serve("edge", cloud.Urls[0]);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(async d =>
        {
            using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(1), edge.Urls[0]);
            for (int i = 0; i < 10; i++)
            {
                await Run(device, StagePlans.Input((10 * d) + i));
                RequireEqual((10 * d) + i, device);
            }
        }));
    }

    [Fact]
    public async Task Run_ThroughSlowLinks_TakesAtLeastWhatTheyDo()
    {
        PlanFolder folder = StagePlans.Write(_folder, Three, [StagePlans.First, StagePlans.Second]);
        await using StageServer cloud = await Serve("cloud", null);
        await using StageServer edge = await StageServer.StartAsync(Options("edge") with { Next = cloud.Urls[0], NextLink = new LinkShape(null, null, TimeSpan.FromMilliseconds(30)) });
        using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(), edge.Urls[0], new LinkShape(50_000, 100_000, TimeSpan.FromMilliseconds(20)));
        await Run(device, StagePlans.Input(0));
        PlanTimes times = await Run(device, StagePlans.Input(1));
        RequireEqual(1, device);
        double least = 20 + (1e3 * 8 * times.BytesUp / 50_000) + (1e3 * 8 * times.BytesDown / 100_000);
        Assert.True(times.LinkMs[0] >= least && times.LinkMs[1] >= 30, $"{times.LinkMs[0]} of at least {least}, {times.LinkMs[1]} of at least 30");
    }

    private static async Task<PlanTimes> Run(DeployedPlan device, float[] input)
    {
        input.CopyTo(device.Input("x").Span<float>());
        return await device.RunAsync();
    }

    private static void RequireEqual(int seed, DeployedPlan device)
    {
        using OnnxRuntimeModel whole = new OnnxRuntimeRunner().Load(StagePlans.Net());
        Tensor[] expected = [.. whole.Run([Tensor.From<float>("x", [1, 8], StagePlans.Input(seed))])];
        Assert.Equal(3, device.Outputs.Count);
        for (int o = 0; o < device.Outputs.Count; o++)
            Assert.Equal(expected.Single(t => t.Name == device.Outputs[o].Name).Bytes.ToArray(), device.Output(o).ToArray());
    }

    private static OnnxRuntimeModel Load(PlanFolder folder, int tier) => new OnnxRuntimeRunner().Load(Onnx.OnnxFile.Parse(folder.Segments(tier)[0], "segment"));

    private StageServerOptions Options(string tier) => new() { Plan = _folder, Tier = tier, Url = "http://127.0.0.1:0" };

    private Task<StageServer> Serve(string tier, Uri? next) => StageServer.StartAsync(Options(tier) with { Next = next });
}
