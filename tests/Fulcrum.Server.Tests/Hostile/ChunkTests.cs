using System.Text;
using Fulcrum.Server.Tests.V2;

namespace Fulcrum.Server.Tests.Hostile;

/// <summary>Bodies in tiny chunks. What a process allocates is counted, so nothing runs beside them.</summary>
[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChunkTests
{
    private const string Name = "Allocations";
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
}
