using System.Net;
using Fulcrum.Device;
using Fulcrum.Graphs;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Runtime;

namespace Fulcrum.Server.Tests;

/// <summary>Device and server over real loopback HTTP.</summary>
public sealed class SplitTests(PlannedRepository repository) : IDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("fulcrum-cache-").FullName;

    public void Dispose() => Directory.Delete(_cache, recursive: true);

    private DeviceAgent Agent(HttpClient http) => new(http, new OnnxRuntimeRunner(), new SegmentCache(_cache));

    private static ServerOptions Options(string folder) => new() { Repository = folder, Url = "http://127.0.0.1:0", Http2Url = "http://127.0.0.1:0" };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Infer_LosslessAtEveryCut_IsBitExactWithTheUnsplitModel(bool http2)
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(Options(repository.Folder));
        using var http = new HttpClient { BaseAddress = server.Urls[http2 ? 1 : 0] };
        if (http2)
            (http.DefaultRequestVersion, http.DefaultVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        float[] inputs = repository.Inputs(16);
        using OnnxRuntimeModel whole = new OnnxRuntimeRunner().Load(repository.Model);
        int[] expected = Bits(whole.Run([Tensor.From<float>("input", [16, 784], inputs)])[0].Values<float>().ToArray());
        DeviceAgent agent = Agent(http);
        for (int cut = 0; cut <= 6; cut++)
        {
            PlanMessage plan = await agent.PlanAsync(PlannedRepository.Name, new PlanRequestMessage { Cut = cut, Level = 0 });
            using PreparedPlan prepared = await agent.PrepareAsync(plan);
            Assert.Equal(expected, Bits((await prepared.InferAsync(inputs, 16)).Outputs));
        }
    }

    [Fact]
    public async Task Prepare_SegmentAtEveryCut_HasTheBytesThatThePlanStates()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(Options(repository.Folder));
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        for (int cut = 1; cut <= 6; cut++)
        {
            PlanMessage plan = await Agent(http).PlanAsync(PlannedRepository.Name, new PlanRequestMessage { Cut = cut, Level = 5 });
            byte[] sent = await http.GetByteArrayAsync(Routes.Segment(plan.Segment!.Id));
            Assert.Equal(plan.Segment.Bytes, sent.Length);
            Assert.True(plan.Segment.Bytes < 0.5 * plan.Segment.Fp32Bytes);
        }
    }

    [Fact]
    public async Task Prepare_SecondTime_DownloadsNothingAndCostsNothing()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(Options(repository.Folder));
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        DeviceAgent agent = Agent(http);
        var request = new PlanRequestMessage { Cut = 3, Level = 5 };
        PlanMessage first = await agent.PlanAsync(PlannedRepository.Name, request);
        using (PreparedPlan prepared = await agent.PrepareAsync(first))
            Assert.Equal(first.Segment!.Bytes, prepared.DownloadedBytes);
        PlanMessage second = await agent.PlanAsync(PlannedRepository.Name, request);
        using PreparedPlan again = await agent.PrepareAsync(second);
        Assert.Equal(0, again.DownloadedBytes);
        Assert.True(first.Predicted.DownloadSeconds > 0);
        Assert.Equal(0, second.Predicted.DownloadSeconds);
    }

    [Fact]
    public async Task Prepare_CachedFileDamagedOnDisk_IsFetchedAgain()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(Options(repository.Folder));
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        PlanMessage plan = await Agent(http).PlanAsync(PlannedRepository.Name, new PlanRequestMessage { Cut = 2, Level = 5 });
        (await Agent(http).PrepareAsync(plan)).Dispose();
        string file = Assert.Single(Directory.GetFiles(_cache));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[500] ^= 1;
        File.WriteAllBytes(file, bytes);
        using PreparedPlan again = await Agent(http).PrepareAsync(plan);
        Assert.Equal(plan.Segment!.Bytes, again.DownloadedBytes);
    }

    [Fact]
    public async Task Infer_ManyClientsAtOnce_EachGetsItsOwnAnswer()
    {
        await using FulcrumServer server = await FulcrumServer.StartAsync(Options(repository.Folder));
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        DeviceAgent agent = Agent(http);
        float[] inputs = repository.Inputs(40);
        PlanMessage plan = await agent.PlanAsync(PlannedRepository.Name, new PlanRequestMessage { Cut = 0, Level = 0 });
        using PreparedPlan whole = await agent.PrepareAsync(plan);
        float[] expected = (await whole.InferAsync(inputs, 40)).Outputs;
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, token) =>
        {
            int sample = i % 40;
            InferenceResult one = await whole.InferAsync(inputs.AsMemory(sample * 784, 784), 1, token);
            Assert.All(one.Outputs.Zip(expected[(sample * 10)..((sample * 10) + 10)]), pair => Assert.Equal(pair.Second, pair.First, 1e-3f));
        });
    }

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
