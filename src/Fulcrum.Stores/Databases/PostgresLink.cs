using System.Net.Sockets;
using Fulcrum.Stores.Contracts;
using Npgsql;

namespace Fulcrum.Stores.Databases;

/// <summary>The way to the database: pooled, statements prepared, tables made at the first use, what is lost on the way tried again.</summary>
internal sealed class PostgresLink : IAsyncDisposable
{
    private const int Attempts = 4;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100), LongestWait = TimeSpan.FromMilliseconds(800);
    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _migrating = new(1);
    private volatile bool _isMigrated;

    public PostgresLink(NpgsqlConnectionStringBuilder address)
    {
        _source = NpgsqlDataSource.Create(address);
        Name = FormattableString.Invariant($"postgres://{address.Host}:{address.Port}/{address.Database}");
    }

    /// <summary>Where it is, without user and password.</summary>
    public string Name { get; }

    /// <summary>One statement.</summary>
    public Task<T> RunAsync<T>(string sql, Func<NpgsqlCommand, Task<T>> run, CancellationToken cancellation, params object[] values) => WithAsync(async connection =>
    {
        NpgsqlCommand command = Command(connection, null, sql, values);
        await using (command.ConfigureAwait(false))
            return await run(command).ConfigureAwait(false);
    }, cancellation);

    /// <summary>A connection of one's own; what is done on it is done again when the way to the database breaks.</summary>
    /// <exception cref="StoreException">It could not be done.</exception>
    public async Task<T> WithAsync<T>(Func<NpgsqlConnection, Task<T>> act, CancellationToken cancellation, int attempts = Attempts)
    {
        var wait = new BackOff(FirstWait, LongestWait);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await MigrateAsync(cancellation).ConfigureAwait(false);
                NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                    return await act(connection).ConfigureAwait(false);
            }
            catch (Exception failure) when (IsLink(failure) && attempt < attempts)
            {
                await wait.WaitAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is NpgsqlException or SocketException or IOException or TimeoutException)
            {
                throw new StoreException(Name, failure.Message, failure);
            }
        }
    }

    /// <summary>A statement with its values; their places are $1, $2, ...</summary>
    public static NpgsqlCommand Command(NpgsqlConnection connection, NpgsqlTransaction? transaction, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, connection, transaction);
        foreach (object value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        _migrating.Dispose();
    }

    private async Task MigrateAsync(CancellationToken cancellation)
    {
        if (_isMigrated)
            return;
        await _migrating.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!_isMigrated)
                await PostgresSchema.MigrateAsync(_source, cancellation).ConfigureAwait(false);
            _isMigrated = true;
        }
        finally
        {
            _migrating.Release();
        }
    }

    /// <summary>Whether the same may succeed a little later: the connection was lost or refused, or the server starts or stops.</summary>
    private static bool IsLink(Exception failure) => failure is SocketException or IOException or TimeoutException
        || failure is PostgresException { IsTransient: true } or PostgresException { SqlState: "57P01" or "57P02" or "57P03" }
        || (failure is NpgsqlException and not PostgresException);
}
