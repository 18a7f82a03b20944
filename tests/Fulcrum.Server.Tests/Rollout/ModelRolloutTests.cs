using Fulcrum.Server.Rollout;
using Fulcrum.Server.Tests.V2;
using Fulcrum.Stores.Contracts;
using Fulcrum.Stores.Folders;
using Fulcrum.Stores.Publishing;

namespace Fulcrum.Server.Tests.Rollout;

/// <summary>Whole models from a store.</summary>
public sealed class ModelRolloutTests : IDisposable
{
    private const string Request = """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-rollout-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Shared => Path.Combine(_folder, "store");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Publish_NewVersion_IsServedByEveryReplicaAndTheOldOneByItsNumber()
    {
        await PublishAsync(1);
        await using V2Site told = await StartAsync(new FolderStore(Shared), TimeSpan.FromMinutes(5)), deaf = await StartAsync(new DeafStore(Shared), TimeSpan.FromMinutes(5));
        Assert.Equal("[2,4,6,8]", (await told.Infer("scale", Request)).Data());
        await PublishAsync(2);
        Assert.Equal("[3,6,9,12]", (await deaf.Post("v2/models/scale/versions/2/infer", Request)).Data());
        foreach (V2Site site in (V2Site[])[told, deaf])
        {
            for (int i = 0; i < 200 && (await site.Infer("scale", Request)).Data() != "[3,6,9,12]"; i++)
                await Task.Delay(25, Stop);
            Assert.Equal("[3,6,9,12]", (await site.Infer("scale", Request)).Data());
            Assert.Equal("[2,4,6,8]", (await site.Post("v2/models/scale/versions/1/infer", Request)).Data());
            Assert.Equal("[\"2\"]", (await site.Get("v2/models/scale")).Json.GetProperty("versions").GetRawText());
        }

        await using V2Site late = await StartAsync(new FolderStore(Shared), TimeSpan.FromMinutes(5)), later = await StartAsync(new FolderStore(Shared), TimeSpan.Zero);
        Assert.Equal("[2,4,6,8]", (await late.Post("v2/models/scale/versions/1/infer", Request)).Data());
        Assert.Equal(404, (await later.Post("v2/models/scale/versions/1/infer", Request)).Status);
    }

    [Fact]
    public async Task Start_NothingPublishedOrStoreAway_IsReadyOnceThereIsAModel()
    {
        var store = new DeafStore(Shared) { IsAway = true };
        await using V2Site site = await StartAsync(store, TimeSpan.FromMinutes(5));
        Assert.Equal(503, (await site.Get("v2/health/ready")).Status);
        Assert.Equal(503, (await site.Infer("scale", Request)).Status);
        store.IsAway = false;
        Assert.Equal(404, (await site.Infer("scale", Request)).Status);
        await PublishAsync(1);
        Assert.Equal("[2,4,6,8]", (await site.Infer("scale", Request)).Data());
        Assert.Equal(200, (await site.Get("v2/health/ready")).Status);
        store.IsAway = true;
        Assert.Equal("[2,4,6,8]", (await site.Infer("scale", Request)).Data());
    }

    private static Task<V2Site> StartAsync(IStore store, TimeSpan grace) => V2Site.Start(_ => { }, o => o with { Following = new Following(store) { Grace = grace } });

    /// <summary>Version n multiplies by n + 1.</summary>
    private async Task PublishAsync(int version)
    {
        string made = Path.Combine(_folder, "made");
        for (int v = 1; v <= version; v++)
            V2Models.Write(made, "scale", V2Models.Scale(v + 1), version: v);
        await using var store = new FolderStore(Shared);
        string root = Path.Combine(made, "scale");
        await Publisher.PublishAsync(store, Publication.Models, "scale", [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(root, f), f))], (_, files) => Publication.Of(files), null, Stop);
    }
}
