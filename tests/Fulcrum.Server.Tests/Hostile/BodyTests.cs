using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Server.Tests.Hostile;

/// <summary>Bodies that attack by their form: tiny chunks, bombs, claims that nothing follows, numbers that overflow. One counts what the process allocates, so nothing runs beside them.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class BodyTests
{
    private const string Alone = "Bodies";
    private const string Good = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";

    /// <summary>CVE-2025-23310 and 23311: a chunk for each byte.</summary>
    [Fact]
    public async Task Infer_OneByteChunks_AreAnsweredWithoutMuchMemory()
    {
        await using V2Site site = await V2Site.Scale();
        string body = Good + new string(' ', 50_000);
        var chunks = new StringBuilder("POST /v2/models/scale/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        foreach (char c in body)
            chunks.Append("1\r\n").Append(c).Append("\r\n");
        byte[] bytes = Encoding.Latin1.GetBytes(chunks.Append("0\r\n\r\n").ToString());
        await RawHttp.Ask(site.Server.Urls[0], bytes, 10);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        string answer = await RawHttp.Ask(site.Server.Urls[0], bytes, 10);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 40 * bytes.Length);
        Assert.Equal([200], RawHttp.Statuses(answer));
        Assert.Contains("[2,4,6,8]", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, identity")]
    [InlineData("GZIP")]
    public async Task Infer_BombOfAnyEncoding_IsRefusedUnread(string encoding)
    {
        await using V2Site site = await V2Site.Scale();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(new byte[64 << 20]);
        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        V2Answer answer = await V2Answer.Of(await site.Http.PostAsync("v2/models/scale/infer", content));
        Assert.Equal(415, answer.Status);
        Assert.Equal(200, (await site.Infer("scale", Good)).Status);
    }

    [Fact]
    public async Task Send_TransferEncodingThatIsNotChunked_IsRefused()
    {
        await using V2Site site = await V2Site.Scale();
        foreach (string encoding in new[] { "gzip, chunked", "gzip", "chunked, gzip", "identity" })
        {
            string answer = await RawHttp.Ask(site.Server.Urls[0], $"POST /v2/models/scale/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {encoding}\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
            Assert.All(RawHttp.Statuses(answer), s => Assert.InRange(s, 400, 499));
            Assert.NotEmpty(RawHttp.Statuses(answer));
        }
    }

    /// <summary>A header that claims gigabytes must not take them: 64 clients claim one each, and send nothing more.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Infer_ClaimsOfTensorsThatDoNotFollow_TakeNoMemory(bool chunked)
    {
        await using V2Site site = await V2Site.Scale();
        string json = """{"inputs":[{"name":"x","shape":[67108864,4],"datatype":"FP32","parameters":{"binary_data_size":1073741824}}]}""";
        string request = chunked
            ? $"POST /v2/models/scale/infer HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nInference-Header-Content-Length: {json.Length}\r\n\r\n{json.Length:x}\r\n{json}\r\n"
            : $"POST /v2/models/scale/infer HTTP/1.1\r\nHost: x\r\nContent-Length: {json.Length + 100}\r\nInference-Header-Content-Length: {json.Length}\r\n\r\n{json}";
        long before = Resident();
        TcpClient[] clients = [.. await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => RawHttp.Connect(site.Server.Urls[0])))];
        foreach (TcpClient client in clients)
            await RawHttp.Write(client, Encoding.ASCII.GetBytes(request));
        byte[][] answers = await Task.WhenAll(clients.Select(c => RawHttp.Read(c, 1)));
        Assert.All(answers, a => Assert.Equal([400], RawHttp.Statuses(Encoding.Latin1.GetString(a))));
        Assert.InRange(Resident() - before, long.MinValue, 200L << 20);
        foreach (TcpClient client in clients)
            client.Dispose();
        Assert.Equal(200, (await site.Infer("scale", Good)).Status);
    }

    /// <summary>CVE-2026-24173: lengths beside all numbers that there are.</summary>
    [Theory]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("5,5")]
    [InlineData("2147483648")]
    [InlineData("9223372036854775807")]
    [InlineData("18446744073709551616")]
    [InlineData("99999999999999999999999999999999999")]
    [InlineData("")]
    public async Task Infer_HeaderLengthThatIsNone_IsRefused(string length)
    {
        await using V2Site site = await V2Site.Scale();
        string answer = await RawHttp.Ask(site.Server.Urls[0], RawHttp.Post("/v2/models/scale/infer", Good, $"Connection: close\r\nInference-Header-Content-Length: {length}\r\n"));
        Assert.Equal([400], RawHttp.Statuses(answer));
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("5, 6")]
    [InlineData("99999999999999999999")]
    [InlineData("0x5")]
    [InlineData("5\r\nContent-Length: 6")]
    public async Task Send_ContentLengthThatIsNone_IsRefused(string length)
    {
        await using V2Site site = await V2Site.Scale();
        Assert.Equal([400], RawHttp.Statuses(await RawHttp.Ask(site.Server.Urls[0], $"POST /v2/models/scale/infer HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\nhello")));
    }

    [Theory]
    [InlineData("[9223372036854775807,4]")]
    [InlineData("[4611686018427387904,4]")]
    [InlineData("[2147483648,0]")]
    [InlineData("[9223372036854775807,9223372036854775807,0]")]
    [InlineData("[9223372036854775808,4]")]
    [InlineData("[1e400,4]")]
    [InlineData("[-1,4]")]
    [InlineData("[0,4]")]
    public async Task Infer_ShapesThatOverflow_AreRefused(string shape)
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "any", Free()));
        foreach (string data in new[] { "\"data\":[]", "\"data\":[1]", "\"parameters\":{\"binary_data_size\":0}", "\"parameters\":{\"binary_data_size\":9223372036854775807}" })
        {
            V2Answer answer = await site.Infer("any", $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"FP32",{{data}}}]}""");
            Assert.InRange(answer.Status, 200, 499);
            Assert.True(answer.Status != 200 || shape == "[0,4]", answer.Text);
        }
    }

    /// <summary>Outputs far larger than the inputs that they follow from.</summary>
    [Fact]
    public async Task Infer_OutputsOfMoreThanCanBeServed_AreRefusedBeforeTheyAreMade()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "square", Square()));
        string many = string.Join(",", Enumerable.Repeat("1", 50_000));
        V2Answer answer = await site.Infer("square", $$"""{"inputs":[{"name":"x","shape":[50000,1],"datatype":"FP32","data":[{{many}}]}]}""");
        Assert.Equal(413, answer.Status);
        Assert.Equal("[6]", (await site.Infer("square", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[6]}]}""")).Data().Replace("36", "6", StringComparison.Ordinal));
    }

    /// <summary>CVE-2026-24146, and members that are there again and again.</summary>
    [Theory]
    [InlineData("\"outputs\":[],\"outputs\":[]", "given twice")]
    [InlineData("\"inputs\":[]", "given twice")]
    public async Task Infer_ListsThatAreThereTwice_AreRefused(string more, string message)
    {
        await using V2Site site = await V2Site.Scale();
        V2Answer answer = await site.Infer("scale", Good[..^1] + "," + more + "}");
        Assert.Equal(400, answer.Status);
        Assert.Contains(message, answer.Error, StringComparison.Ordinal);
        Assert.Equal(400, (await site.Infer("scale", Good.Replace("\"shape\"", "\"shape\":[1,4],\"shape\"", StringComparison.Ordinal))).Status);
    }

    internal static long Resident() => long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) << 10;

    private static Graphs.Model Free()
    {
        var b = new Graphs.GraphBuilder("any");
        b.Input("x", Graphs.ElementType.Float, Graphs.Dim.Named("n"), Graphs.Dim.Named("m"));
        b.Emit("Neg", ["x"], "y");
        b.Output("y", Graphs.ElementType.Float, Graphs.Dim.Named("n"), Graphs.Dim.Named("m"));
        return new Graphs.Model { Graph = b.ToGraph() };
    }

    private static Graphs.Model Square()
    {
        var b = new Graphs.GraphBuilder("square");
        b.Input("x", Graphs.ElementType.Float, Graphs.Dim.Named("n"), 1);
        b.Emit("MatMul", ["x", b.Emit("Transpose", ["x"], "t")], "y");
        b.Output("y", Graphs.ElementType.Float, Graphs.Dim.Named("n"), Graphs.Dim.Named("n"));
        return new Graphs.Model { Graph = b.ToGraph() };
    }
}
