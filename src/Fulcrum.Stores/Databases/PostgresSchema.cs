using Fulcrum.Problems;
using Npgsql;

namespace Fulcrum.Stores.Databases;

/// <summary>The tables, and how they came to be: each step runs once, all in one transaction, one process at a time.</summary>
internal static class PostgresSchema
{
    /// <summary>The channel on which changes of documents are told.</summary>
    public const string Channel = "fulcrum_documents";

    /// <summary>A number of our own among the database's advisory locks.</summary>
    private const long Lock = 0x46554C43;

    private static readonly string[] Steps =
    [
        """
        create table fulcrum.objects (sha256 text primary key, created timestamptz not null default now());
        create table fulcrum.pieces (sha256 text not null references fulcrum.objects on delete cascade, piece int not null, bytes bytea not null, primary key (sha256, piece));
        alter table fulcrum.pieces alter column bytes set storage external;
        create table fulcrum.documents (kind text not null, name text not null, version bigint not null, content bytea not null, created timestamptz not null default now(), primary key (kind, name, version));
        create table fulcrum.devices (name text primary key, json bytea not null, seen timestamptz not null, expires timestamptz not null);
        create index devices_expires on fulcrum.devices (expires);
        """,
    ];

    /// <summary>Brings the tables to what this program needs.</summary>
    /// <exception cref="InputException"><c>store-schema</c>: a newer program has changed them.</exception>
    public static async Task MigrateAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                async Task<object?> Run(string sql, params object[] values)
                {
                    NpgsqlCommand command = new(sql, connection, transaction);
                    await using (command.ConfigureAwait(false))
                    {
                        foreach (object value in values)
                            command.Parameters.Add(new NpgsqlParameter { Value = value });
                        return await command.ExecuteScalarAsync(cancellation).ConfigureAwait(false);
                    }
                }

                await Run("select pg_advisory_xact_lock($1)", Lock).ConfigureAwait(false);
                bool isThere = await Run("select to_regclass('fulcrum.steps')::text").ConfigureAwait(false) is string;
                if (!isThere)
                    await Run("create schema if not exists fulcrum; create table fulcrum.steps (step int primary key, done timestamptz not null default now());").ConfigureAwait(false);
                int done = (int)(await Run("select coalesce(max(step), 0) from fulcrum.steps").ConfigureAwait(false))!;
                if (done > Steps.Length)
                    throw new InputException("store-schema", "store", $"The database's tables are of step {done}, this program knows {Steps.Length}.", "Update this program.");
                for (int step = done + 1; step <= Steps.Length; step++)
                {
                    await Run(Steps[step - 1]).ConfigureAwait(false);
                    await Run("insert into fulcrum.steps (step) values ($1)", step).ConfigureAwait(false);
                }

                await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            }
        }
    }
}
