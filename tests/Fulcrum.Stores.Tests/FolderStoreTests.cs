using Fulcrum.Problems;
using Fulcrum.Stores.Contracts;
using Fulcrum.Stores.Folders;

namespace Fulcrum.Stores.Tests;

public sealed class FolderStoreTests : StoreContractTests, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override IStore Open() => new StoreOptions(_folder, null).Open();

    [Fact]
    public async Task ReadObject_ChangedOnDisk_IsRefusedAndMendedByPuttingItAgain()
    {
        await using IStore store = Open();
        byte[] bytes = Bytes(5000);
        string sha256 = await Put(store, bytes), file = Path.Combine(_folder, "objects", sha256);
        foreach (byte[] bad in (byte[][])[[.. bytes[..100], (byte)(bytes[100] ^ 1), .. bytes[101..]], bytes[..^1], [.. bytes, 0]])
        {
            File.WriteAllBytes(file, bad);
            Assert.Equal("object-damaged", Code(await Assert.ThrowsAsync<InputException>(() => Get(store, sha256))));
        }

        await Put(store, bytes);
        Assert.Equal(bytes, await Get(store, sha256));
    }

    [Fact]
    public async Task Documents_WhatKilledWritersLeave_IsNotSeenAndTidiedAfterADay()
    {
        await using IStore store = Open();
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "documents", "plans", "a")).FullName, fresh = Path.Combine(folder, ".new-1"), old = Path.Combine(folder, ".new-2");
        File.WriteAllText(fresh, "ha");
        File.WriteAllText(old, "ha");
        File.SetLastWriteTimeUtc(old, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Empty(await store.HistoryAsync("plans", "a", Stop));
        Assert.True(await store.TryWriteAsync("plans", "a", 0, Text("whole"), Stop));
        Assert.Equal((true, false), (File.Exists(fresh), File.Exists(old)));
        Assert.Equal("whole", Text((await store.DocumentsAsync("plans", Stop)).Single().Content));
    }

    [Fact]
    public async Task Changes_FolderThatIsNotThereYet_AreTold()
    {
        await using IStore store = new FolderStore(Path.Combine(_folder, "later", "deep"));
        int told = 0;
        await foreach (bool _ in store.ChangesAsync(TimeSpan.FromMinutes(1), Stop))
        {
            if (++told == 2)
                break;
            await store.TryWriteAsync("plans", "a", 0, Text(""), Stop);
        }
    }

    [Theory]
    [InlineData("mysql://host/db", null, "store-malformed")]
    [InlineData("postgres://host", null, "store-malformed")]
    [InlineData("postgres://u@host/db?sslmode=never", null, "store-malformed")]
    [InlineData("postgres://u@host/db?sslmode=1", null, "store-malformed")]
    [InlineData("postgres://u@host/db?password=x", null, "store-malformed")]
    [InlineData("postgres://u:geheim@host/db", null, "store-password")]
    [InlineData("postgres://u@host/db", "nowhere", "store-password")]
    [InlineData("folder", "file", "store-password")]
    public void Open_AddressThatCannotBe_IsRefusedWithoutSayingSecrets(string address, string? password, string code)
    {
        var refused = Assert.Throws<InputException>(() => new StoreOptions(address, password).Open());
        Assert.Equal(code, Code(refused));
        Assert.DoesNotContain("geheim", refused.Message, StringComparison.Ordinal);
    }
}
