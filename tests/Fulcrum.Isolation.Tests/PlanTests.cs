using System.Runtime.InteropServices;
using Fulcrum.Device;
using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Plans;
using Fulcrum.Runtime;
using Fulcrum.Server;
using Fulcrum.Server.Tests;

namespace Fulcrum.Isolation.Tests;

/// <summary>Second halves of planned chains and tiers of plans in processes of their own.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-isolated-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Infer_SecondHalvesOfAChain_AreBitExactWithTheWholeModel()
    {
        using var repository = new PlannedRepository();
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0", Isolate = ["all"] }, cancellation: TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        float[] inputs = repository.Inputs(4);
        using OnnxRuntimeModel whole = new OnnxRuntimeRunner().Load(repository.Model);
        byte[] expected = whole.Run([Tensor.From<float>("input", [4, 784], inputs)])[0].Bytes.ToArray();
        var agent = new DeviceAgent(http, new OnnxRuntimeRunner(), new SegmentCache(Path.Combine(_folder, "cache")));
        foreach (int cut in (int[])[0, 3])
        {
            PlanMessage plan = await agent.PlanAsync(PlannedRepository.Name, new PlanRequestMessage { Cut = cut, Level = 0 });
            using PreparedPlan prepared = await agent.PrepareAsync(plan);
            Assert.Equal(expected, MemoryMarshal.AsBytes((await prepared.InferAsync(inputs, 4)).Outputs.ToArray().AsSpan()).ToArray());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_TiersOfAPlan_EqualTheWholeModelToTheBit(bool sessionPerRequest)
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "edge", "cloud"], [StagePlans.First, StagePlans.Second]);
        Task<StageServer> Serve(string tier, Uri? next) => StageServer.StartAsync(new StageServerOptions
        {
            Plan = _folder, Tier = tier, Next = next, Url = "http://127.0.0.1:0", Isolate = ["all"], Worker = Work.Quick, Stage = new Stages.StageOptions { SessionPerRequest = sessionPerRequest },
        });
        await using StageServer cloud = await Serve("cloud", null), edge = await Serve("edge", cloud.Urls[0]);
        Assert.Contains(edge.Notes, n => n.Contains("runs in process"));
        using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(), edge.Urls[0]);
        using OnnxRuntimeModel whole = new OnnxRuntimeRunner().Load(StagePlans.Net());
        for (int seed = 0; seed < (sessionPerRequest ? 2 : 10); seed++)
        {
            StagePlans.Input(seed).CopyTo(device.Input("x").Span<float>());
            await device.RunAsync(TestContext.Current.CancellationToken);
            IReadOnlyList<Tensor> expected = whole.Run([Tensor.From<float>("x", [1, 8], StagePlans.Input(seed))]);
            Assert.Equal(3, device.Outputs.Count);
            for (int o = 0; o < device.Outputs.Count; o++)
                Assert.Equal(expected.Single(t => t.Name == device.Outputs[o].Name).Bytes.ToArray(), device.Output(o).ToArray());
        }
    }

    [Fact]
    public async Task Start_IsolatingAnotherModel_IsRefused()
    {
        StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.First]);
        await Assert.ThrowsAsync<InputException>(() => StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = "cloud", Url = "http://127.0.0.1:0", Isolate = ["another"] }));
    }
}
