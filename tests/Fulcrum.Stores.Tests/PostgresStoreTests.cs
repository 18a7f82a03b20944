using Fulcrum.Problems;
using Fulcrum.Stores.Contracts;
using Npgsql;

namespace Fulcrum.Stores.Tests;

public sealed class PostgresStoreTests(PostgresServer server) : StoreContractTests
{
    private static int _databases;
    private string? _address;

    protected override IStore Open() => new StoreOptions(_address ??= server.Database($"store_{Interlocked.Increment(ref _databases)}"), server.PasswordFile).Open();

    [Fact]
    public async Task Open_ManyAtOnceOnAnEmptyDatabase_MakeTheTablesOnce()
    {
        IStore[] stores = [.. Enumerable.Range(0, 6).Select(_ => Open())];
        await Task.WhenAll(stores.Select(s => s.HistoryAsync("plans", "a", Stop)));
        Assert.Equal(1L, await Ask("select count(*) from fulcrum.steps"));
        foreach (IStore store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task Open_TablesOfANewerProgram_AreRefused()
    {
        await using (IStore store = Open())
            await store.HistoryAsync("plans", "a", Stop);
        await Ask("insert into fulcrum.steps (step) values (99)");
        await using IStore older = Open();
        Assert.Equal("store-schema", Code(await Assert.ThrowsAsync<InputException>(() => older.HistoryAsync("plans", "a", Stop))));
    }

    [Fact]
    public async Task ReadObject_ChangedInTheDatabase_IsRefusedAndMendedByPuttingItAgain()
    {
        await using IStore store = Open();
        byte[] bytes = Bytes(3 << 20);
        string sha256 = await Put(store, bytes);
        foreach (string damage in (string[])["update fulcrum.pieces set bytes = set_byte(bytes, 5, (get_byte(bytes, 5) + 1) % 256) where piece = 1", "delete from fulcrum.pieces where piece = 2", "delete from fulcrum.pieces"])
        {
            await Ask(damage);
            Assert.Equal("object-damaged", Code(await Assert.ThrowsAsync<InputException>(() => Get(store, sha256))));
            await Put(store, bytes);
            Assert.Equal(bytes, await Get(store, sha256));
        }
    }

    [Fact]
    public async Task Store_DatabaseThatIsAway_SaysSoWithoutSecretsAndGoesOnWhenItIsBack()
    {
        await using IStore store = Open();
        byte[] bytes = Bytes(1000);
        string sha256 = await Put(store, bytes);
        Assert.True(await store.TryWriteAsync("plans", "a", 0, Text("1"), Stop));
        int told = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Task listening = Task.Run(async () =>
        {
            await foreach (bool _ in store.ChangesAsync(TimeSpan.FromMinutes(10), stop.Token))
                Interlocked.Increment(ref told);
        }, Stop);
        server.Stop();
        StoreException away = await Assert.ThrowsAsync<StoreException>(() => store.HistoryAsync("plans", "a", Stop));
        Assert.Contains($"127.0.0.1:{server.Port}", away.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", away.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<StoreException>(() => Get(store, sha256));
        server.Start();
        Assert.Equal("1", Text((await store.HistoryAsync("plans", "a", Stop)).Single().Content));
        Assert.Equal(bytes, await Get(store, sha256));
        int before = Volatile.Read(ref told);
        for (int i = 0; i < 100 && Volatile.Read(ref told) == before; i++)
        {
            await store.TryWriteAsync("plans", "a", i + 1, Text("2"), Stop);
            await Task.Delay(100, Stop);
        }

        Assert.True(Volatile.Read(ref told) > before, "Changes are not told after the database was away.");
        await stop.CancelAsync();
        await listening.WaitAsync(TimeSpan.FromSeconds(30), Stop);
    }

    [Fact]
    public async Task Open_WrongPassword_SaysSo()
    {
        await using (IStore store = Open())
            await store.HistoryAsync("plans", "a", Stop);
        string file = Path.GetTempFileName();
        File.WriteAllText(file, "guess");
        await using IStore stranger = new StoreOptions(_address!, file).Open();
        StoreException refused = await Assert.ThrowsAsync<StoreException>(() => stranger.HistoryAsync("plans", "a", Stop));
        Assert.DoesNotContain("guess", refused.ToString(), StringComparison.Ordinal);
        File.Delete(file);
    }

    private async Task<object?> Ask(string sql)
    {
        var uri = new Uri(_address!);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder { Host = uri.Host, Port = uri.Port, Database = uri.AbsolutePath[1..], Username = "fulcrum", Password = File.ReadAllText(server.PasswordFile).TrimEnd('\n') });
        await using NpgsqlCommand command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Stop);
    }
}
