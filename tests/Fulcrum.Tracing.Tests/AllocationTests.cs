using System.Text;
using Fulcrum.Server;
using Fulcrum.Server.Tests.V2;
using Fulcrum.Serving.Benchmarks;

namespace Fulcrum.Tracing.Tests;

/// <summary>What a request takes of managed memory where nobody traces.</summary>
public sealed class AllocationTests : IDisposable
{
#if DEBUG
    // Without optimisation every asynchronous method makes an object.
    private const int Most = 4096;
#else
    private const int Most = 2048;
#endif
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-allocation-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Infer_WithoutTracing_TakesAtMostTwoKilobytes()
    {
        V2Models.Write(_folder, "scale", V2Models.Scale(2));
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = _folder, Url = "http://127.0.0.1:0", Threads = 1 });
        byte[] json = Encoding.UTF8.GetBytes("""{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}],"parameters":{"binary_data_output":true}}""");
        using var client = new RawClient(server.Urls[0], "/v2/models/scale/infer", "", json, new byte[16]);
        for (int i = 0; i < 500; i++)
            client.Ask();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 500; i++)
            client.Ask();
        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) / 500, 0, Most);
    }
}
