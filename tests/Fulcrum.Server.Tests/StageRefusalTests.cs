using System.Buffers.Binary;
using System.Net;
using System.Text.Json;
using Fulcrum.Device;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Plans;
using Fulcrum.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Fulcrum.Server.Tests;

/// <summary>Bad plan folders and bad messages between tiers: each one clear error.</summary>
public sealed class StageRefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-stages-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("empty", 400, "plan-frame")]
    [InlineData("cut", 400, "plan-frame")]
    [InlineData("more", 413, "request-malformed")]
    [InlineData("more chunked", 413, "request-malformed")]
    [InlineData("length", 400, "plan-frame")]
    [InlineData("checksum", 400, "plan-frame")]
    [InlineData("value", 400, "plan-frame")]
    [InlineData("magic", 400, "plan-frame")]
    [InlineData("tensor", 400, "plan-tensor")]
    [InlineData("tag", 409, "plan-mismatch")]
    [InlineData("route", 404, "model-unknown")]
    public async Task Post_BadMessage_IsOneProblemDocument(string fault, int status, string code)
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.First]);
        await using StageServer cloud = await Serve("cloud");
        using var http = new HttpClient { BaseAddress = cloud.Urls[0] };
        byte[] frame = Frame(folder);
        using (HttpResponseMessage good = await http.PostAsync(Routes.RunPlan("net"), new ByteArrayContent(frame)))
        {
            Assert.Equal(HttpStatusCode.OK, good.StatusCode);
            Assert.Equal(PlanFrame.PlainLength(folder.Manifest.AnswersFrom(1)), (await good.Content.ReadAsByteArrayAsync()).Length);
            Assert.Contains("cloud.compute;dur=", good.Headers.GetValues(StageTiming.Header).Single());
        }

        switch (fault)
        {
            case "length":
                BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(16), uint.MaxValue);
                PlanFrame.Seal(frame, folder.Tag);
                break;
            case "tensor":
                BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(16), 28);
                frame = [.. frame[..48], 36, 0, 0, 0, .. frame[52..], 0, 0, 0, 0];
                BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(48), 36);
                frame = frame[..(48 + 4 + 36)];
                PlanFrame.Seal(frame, folder.Tag);
                break;
            case "checksum" or "magic" or "tag" or "value":
                frame[fault switch { "checksum" => 4, "magic" => 0, "tag" => 8, _ => 21 }] ^= 1;
                break;
        }

        byte[] body = fault switch { "empty" => [], "cut" => frame[..^1], "more" or "more chunked" => [.. frame, 0], _ => frame };
        using var request = new HttpRequestMessage(HttpMethod.Post, Routes.RunPlan(fault == "route" ? "other" : "net")) { Content = new ByteArrayContent(body) };
        if (fault == "more chunked")
            (request.Headers.TransferEncodingChunked, request.Content.Headers.ContentLength) = (true, null);
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        ProblemMessage problem = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), ContractJson.Default.ProblemMessage)!;
        Assert.Equal(code, Assert.Single(problem.Problems).Code);
    }

    [Fact]
    public async Task Run_TiersWithDifferentPlans_SaysThatTheyDiffer()
    {
        string other = Directory.CreateDirectory(Path.Combine(_folder, "other")).FullName;
        PlanFolder device = StagePlans.Write(other, ["device", "cloud"], [StagePlans.First]);
        StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.Second]);
        await using StageServer cloud = await Serve("cloud");
        using var plan = DeployedPlan.Open(device, new OnnxRuntimeRunner(), cloud.Urls[0]);
        var refused = await Assert.ThrowsAsync<InputException>(() => plan.RunAsync());
        Assert.Equal("plan-mismatch", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public async Task Run_NextTierIsAway_NamesItAtEveryDistance()
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "edge", "cloud"], [StagePlans.First, StagePlans.Second]);
        StageServer cloud = await StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = "cloud", Url = "http://127.0.0.1:0" });
        Uri gone = cloud.Urls[0];
        StageServer edge = await StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = "edge", Next = gone, Url = "http://127.0.0.1:0" });
        using var plan = DeployedPlan.Open(folder, new OnnxRuntimeRunner(), edge.Urls[0]);
        await plan.RunAsync();
        await cloud.DisposeAsync();
        var broken = await Assert.ThrowsAsync<LinkException>(() => plan.RunAsync());
        Assert.Contains("502", broken.Message);
        Assert.Contains(gone.Authority, broken.Message);
        await edge.DisposeAsync();
        broken = await Assert.ThrowsAsync<LinkException>(() => plan.RunAsync());
        Assert.Contains("cannot be reached", broken.Message);
    }

    /// <summary>A tier that is there and cannot answer now is no broken one: whoever asks hears when to come again.</summary>
    [Theory]
    [InlineData("7", "7")]
    [InlineData(null, "1")]
    public async Task Post_NextTierIsBusy_IsHandedOnWithItsPause(string? asked, string told)
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "edge", "cloud"], [StagePlans.First, StagePlans.Second]);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using WebApplication busy = builder.Build();
        busy.Urls.Add("http://127.0.0.1:0");
        busy.Run(context =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (503, asked);
            return Task.CompletedTask;
        });
        await busy.StartAsync();
        await using StageServer edge = await StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = "edge", Next = new Uri(busy.Urls.First()), Url = "http://127.0.0.1:0" });
        using var http = new HttpClient { BaseAddress = edge.Urls[0] };
        using HttpResponseMessage response = await http.PostAsync(Routes.RunPlan("net"), new ByteArrayContent(Frame(folder)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal([told], response.Headers.GetValues("Retry-After"));
        ProblemMessage problem = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), ContractJson.Default.ProblemMessage)!;
        Assert.Equal("next-unavailable", Assert.Single(problem.Problems).Code);
    }

    [Theory]
    [InlineData("clout", null, "tier-unknown")]
    [InlineData("device", "http://127.0.0.1:1", "tier-first")]
    [InlineData("edge", null, "option-missing")]
    [InlineData("cloud", "http://127.0.0.1:1", "option-malformed")]
    public async Task Start_TierThatCannotBeServedSo_IsRefused(string tier, string? next, string code)
    {
        StagePlans.Write(_folder, ["device", "edge", "cloud"], [StagePlans.First, StagePlans.Second]);
        var refused = await Assert.ThrowsAsync<InputException>(() => StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = tier, Next = next is null ? null : new Uri(next), Url = "http://127.0.0.1:0" }));
        Assert.Equal(code, Assert.Single(refused.Problems).Code);
    }

    [Theory]
    [InlineData("missing", "plan-segment-missing")]
    [InlineData("changed", "plan-segment-hash")]
    [InlineData("foreign", "plan-segment-foreign")]
    [InlineData("no model", "onnx-malformed")]
    public async Task Start_SegmentThatIsNotThePlans_IsRefused(string fault, string code)
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.First]);
        string path = Path.Combine(_folder, "cloud.onnx");
        if (fault == "missing")
            File.Delete(path);
        else if (fault == "changed")
            File.AppendAllText(path, "x");
        else
            Replace(folder, fault == "foreign" ? OnnxFile.Serialize(StagePlans.Net()) : [1, 2, 3]);
        var refused = await Assert.ThrowsAsync<InputException>(() => Serve("cloud"));
        Assert.All(refused.Problems, p => Assert.Equal(code, p.Code));
        if (fault is "missing" or "changed")
            Assert.Equal(path, refused.Problems[0].Place);
        using var device = DeployedPlan.Open(PlanFolder.Read(_folder), new OnnxRuntimeRunner(), new Uri("http://127.0.0.1:1"));
    }

    [Fact]
    public void Open_DeviceAddressThatDoesNotFitThePlan_IsRefused()
    {
        PlanFolder alone = StagePlans.Write(_folder, ["device"], []);
        Assert.Equal("option-malformed", Assert.Throws<InputException>(() => DeployedPlan.Open(alone, new OnnxRuntimeRunner(), new Uri("http://127.0.0.1:1"))).Problems[0].Code);
        PlanFolder split = StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.First]);
        Assert.Equal("option-missing", Assert.Throws<InputException>(() => DeployedPlan.Open(split, new OnnxRuntimeRunner(), null)).Problems[0].Code);
    }

    private void Replace(PlanFolder folder, byte[] segment)
    {
        ManifestTier[] tiers = [folder.Manifest.Tiers[0], folder.Manifest.Tiers[1] with { Segments = [folder.Manifest.Tiers[1].Segments[0] with { Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(segment)) }] }];
        PlanFolder.Write(_folder, folder.Manifest with { Tiers = tiers }, new Dictionary<string, byte[]> { ["device.onnx"] = folder.Segments(0)[0], ["cloud.onnx"] = segment });
    }

    private static byte[] Frame(PlanFolder folder)
    {
        byte[] frame = new byte[PlanFrame.PlainLength(folder.Manifest.Links[0].Tensors)];
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(16), 32);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(16 + 4 + 32), 32);
        PlanFrame.Seal(frame, folder.Tag);
        return frame;
    }

    private Task<StageServer> Serve(string tier) => StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = tier, Url = "http://127.0.0.1:0" });
}
