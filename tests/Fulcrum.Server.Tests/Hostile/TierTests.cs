using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using Fulcrum.Device;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Plans;
using Fulcrum.Runtime;

namespace Fulcrum.Server.Tests.Hostile;

/// <summary>Attacks on a tier of a plan.</summary>
public sealed class TierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-tier-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A tensor that unpacks to a gigabyte where the link says 32 bytes.</summary>
    [Fact]
    public async Task Post_PackedTensorThatUnpacksToFarMore_IsRefusedAtOnce()
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.First], (_, _) => PlanCoding.Compressed);
        await using StageServer cloud = await Serve();
        byte[] bomb = Bomb();
        int most = PlanFrame.MaximumLength(folder.Manifest.Links[0].Tensors);
        byte[] frame = [.. new byte[16], .. Sized(bomb.AsSpan(0, Math.Min(bomb.Length, (most - 24) / 2)).ToArray()), .. Sized(bomb.AsSpan(0, Math.Min(bomb.Length, (most - 24) / 2)).ToArray())];
        PlanFrame.Seal(frame, folder.Tag);
        using var http = new HttpClient { BaseAddress = cloud.Urls[0] };
        long before = BodyTests.Resident();
        for (int i = 0; i < 50; i++)
        {
            using HttpResponseMessage response = await http.PostAsync(Routes.RunPlan("net"), new ByteArrayContent(frame));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        Assert.InRange(BodyTests.Resident() - before, long.MinValue, 100L << 20);
    }

    [Fact]
    public async Task Post_ValuesThatTheSegmentCannotTake_TellNothingOfTheInsides()
    {
        PlanFolder folder = Lookup();
        await using StageServer cloud = await Serve();
        using var http = new HttpClient { BaseAddress = cloud.Urls[0] };
        foreach ((long index, HttpStatusCode status) in new[] { (3L, HttpStatusCode.OK), (99L, HttpStatusCode.BadRequest), (4L, HttpStatusCode.OK) })
        {
            byte[] value = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(value, index);
            byte[] frame = [.. new byte[16], .. Sized(value)];
            PlanFrame.Seal(frame, folder.Tag);
            using HttpResponseMessage response = await http.PostAsync(Routes.RunPlan("net"), new ByteArrayContent(frame));
            Assert.Equal(status, response.StatusCode);
            if (status == HttpStatusCode.BadRequest)
            {
                string text = await response.Content.ReadAsStringAsync();
                Assert.Contains("run-failed", text, StringComparison.Ordinal);
                foreach (string inside in new[] { "Gather", "node", "ErrorCode", "onnxruntime", "   at " })
                    Assert.DoesNotContain(inside, text, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Every byte of an answer changed on its way is found out: the device says so, or answers right.</summary>
    [Fact]
    public async Task Run_AnswerChangedOnItsWay_IsNeverTakenForTheAnswer()
    {
        PlanFolder folder = StagePlans.Write(_folder, ["device", "cloud"], [StagePlans.First]);
        await using StageServer cloud = await Serve();
        using var right = DeployedPlan.Open(folder, new OnnxRuntimeRunner(1), cloud.Urls[0]);
        StagePlans.Input(1).CopyTo(right.Input("x").Span<float>());
        await right.RunAsync();
        byte[][] expected = [.. Enumerable.Range(0, right.Outputs.Count).Select(o => right.Output(o).ToArray())];
        int found = 0, length = PlanFrame.PlainLength(folder.Manifest.AnswersFrom(1));
        for (int at = 0; at < length; at += 3)
        {
            await using var changing = new ChangingServer(cloud.Urls[0], at);
            using var device = DeployedPlan.Open(folder, new OnnxRuntimeRunner(1), changing.Url);
            StagePlans.Input(1).CopyTo(device.Input("x").Span<float>());
            if (await Record.ExceptionAsync(() => device.RunAsync()) is Exception failure)
            {
                Assert.IsType<LinkException>(failure);
                found++;
            }
            else
                Assert.All(Enumerable.Range(0, expected.Length), o => Assert.Equal(expected[o], device.Output(o).ToArray()));
        }

        Assert.Equal((length + 2) / 3, found);
    }

    private PlanFolder Lookup()
    {
        static byte[] Make(string text) => OnnxFile.Serialize(GraphText.Parse(text));
        byte[] device = Make("""<ir_version: 8, opset_import: ["" : 17]> g (float[1] x) => (int64[1] i) { i = Cast<to = 7>(x) }""");
        byte[] cloud = Make("""<ir_version: 8, opset_import: ["" : 17]> g (int64[1] i) => (float[1] y) <float[10] table = {0,1,2,3,4,5,6,7,8,9}> { y = Gather(table, i) }""");
        static ManifestTier Tier(string name, byte[] file) => new(name, [new ManifestSegment($"{name}.onnx", Convert.ToHexStringLower(SHA256.HashData(file)), null)], []);
        return PlanFolder.Write(_folder, new PlanManifest(
            PlanManifest.CurrentFormat, "net", new string('0', 64), [new("x", PlanElement.Float32, [1])], [Tier("device", device), Tier("cloud", cloud)],
            [new ManifestLink("device", "cloud", [new ManifestTensor("i", PlanElement.Int64, [1], PlanCoding.Plain)])], [new ManifestOutput("y", PlanElement.Float32, [1], "cloud")], new Dictionary<string, double>()),
            new Dictionary<string, byte[]> { ["device.onnx"] = device, ["cloud.onnx"] = cloud });
    }

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            brotli.Write(new byte[16 << 20]);
        return packed.ToArray();
    }

    private static byte[] Sized(byte[] bytes)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        return [.. length, .. bytes];
    }

    private Task<StageServer> Serve() => StageServer.StartAsync(new StageServerOptions { Plan = _folder, Tier = "cloud", Url = "http://127.0.0.1:0", Threads = 1 });
}
