using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Fulcrum.Stores.Contracts;
using Npgsql;

namespace Fulcrum.Stores.Databases;

/// <summary>A store in PostgreSQL, schema <c>fulcrum</c>: objects in pieces of 1 MiB, documents by version, changes told by NOTIFY.</summary>
/// <param name="address">Of the database.</param>
public sealed class PostgresStore(NpgsqlConnectionStringBuilder address) : IStore
{
    private const string Columns = "name, version, content, greatest(0, extract(epoch from clock_timestamp() - created))::float8";
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200), LongestWait = TimeSpan.FromSeconds(5);
    private readonly PostgresLink _link = new(address);

    /// <inheritdoc/>
    public string Name => _link.Name;

    /// <inheritdoc/>
    public async Task PutObjectAsync(string sha256, Stream content, CancellationToken cancellation)
    {
        StoreLimits.RequireHash(sha256);
        long start = content.CanSeek ? content.Position : -1;
        await _link.WithAsync(async connection =>
        {
            if (start >= 0)
                content.Position = start;
            return await PostgresObjects.PutAsync(connection, sha256, content, cancellation).ConfigureAwait(false);
        }, cancellation, attempts: start >= 0 ? 4 : 1).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ReadObjectAsync(string sha256, Stream into, CancellationToken cancellation)
    {
        StoreLimits.RequireHash(sha256);
        long start = into.CanSeek ? into.Position : -1;
        await _link.WithAsync(async connection =>
        {
            if (start >= 0)
                into.SetLength(into.Position = start);
            return await PostgresObjects.ReadAsync(connection, sha256, into, cancellation).ConfigureAwait(false);
        }, cancellation, attempts: start >= 0 ? 4 : 1).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDocument>> DocumentsAsync(string kind, CancellationToken cancellation)
    {
        StoreLimits.RequireTokens(kind);
        return _link.RunAsync($"select distinct on (name collate \"C\") {Columns} from fulcrum.documents where kind = $1 order by name collate \"C\", version desc", c => ReadAsync(c, cancellation), cancellation, kind);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredDocument>> HistoryAsync(string kind, string name, CancellationToken cancellation)
    {
        StoreLimits.RequireTokens(kind, name);
        return _link.RunAsync($"select {Columns} from fulcrum.documents where kind = $1 and name = $2 order by version desc limit $3", c => ReadAsync(c, cancellation), cancellation, kind, name, StoreLimits.Versions);
    }

    /// <inheritdoc/>
    public Task<bool> TryWriteAsync(string kind, string name, long before, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        StoreLimits.RequireTokens(kind, name);
        StoreLimits.RequireDocument(content);
        return _link.WithAsync(async connection =>
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                async Task<int> Run(string sql, params object[] values)
                {
                    NpgsqlCommand command = PostgresLink.Command(connection, transaction, sql, values);
                    await using (command.ConfigureAwait(false))
                        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                }

                const string Insert = """
                    insert into fulcrum.documents (kind, name, version, content, created) select $1, $2, $3 + 1, $4, clock_timestamp()
                    where coalesce((select max(version) from fulcrum.documents where kind = $1 and name = $2), 0) = $3 on conflict do nothing
                    """;
                if (await Run(Insert, kind, name, before, content.ToArray()).ConfigureAwait(false) != 1)
                    return false;
                await Run("delete from fulcrum.documents where kind = $1 and name = $2 and version <= $3", kind, name, before + 1 - StoreLimits.Versions).ConfigureAwait(false);
                await Run("select pg_notify($1, $2)", PostgresSchema.Channel, $"{kind}/{name}").ConfigureAwait(false);
                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
                return true;
            }
        }, cancellation);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<bool> ChangesAsync(TimeSpan atMost, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var told = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task listening = ListenAsync(told.Writer, atMost, stop.Token);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                bool has = false;
                try
                {
                    has = await told.Reader.ReadAsync(cancellation).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    // Asked to end.
                }

                if (has)
                    yield return true;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public Task ReportAsync(string name, ReadOnlyMemory<byte> json, TimeSpan keep, CancellationToken cancellation)
    {
        StoreLimits.RequireReport(name, json);
        return _link.WithAsync(connection => PostgresDevices.ReportAsync(connection, name, json, keep, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeviceState>> DevicesAsync(CancellationToken cancellation) => _link.WithAsync(connection => PostgresDevices.ReadAsync(connection, cancellation), cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private static async Task<IReadOnlyList<StoredDocument>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        List<StoredDocument> found = [];
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                found.Add(new StoredDocument(reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2), TimeSpan.FromSeconds(reader.GetDouble(3))));
        }

        return found;
    }

    /// <summary>Listens on a connection of its own, and again on another when that is lost. What was told while nobody listened is made up for by the yield at the start.</summary>
    private async Task ListenAsync(ChannelWriter<bool> told, TimeSpan atMost, CancellationToken cancellation)
    {
        var wait = new BackOff(FirstWait, LongestWait);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await _link.WithAsync(async connection =>
                {
                    NpgsqlCommand listen = PostgresLink.Command(connection, null, $"listen {PostgresSchema.Channel}");
                    await using (listen.ConfigureAwait(false))
                        await listen.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                    wait.Reset();
                    while (true)
                    {
                        told.TryWrite(true);
                        await connection.WaitAsync(atMost, cancellation).ConfigureAwait(false);
                    }
#pragma warning disable CS0162 // The loop ends with an exception; the lambda needs a type.
                    return true;
#pragma warning restore CS0162
                }, cancellation, attempts: 1).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is StoreException or Fulcrum.Problems.InputException)
            {
                // The reader finds out itself when it asks the store.
                told.TryWrite(true);
                await wait.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
