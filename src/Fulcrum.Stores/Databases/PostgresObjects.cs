using Fulcrum.Stores.Contracts;
using Npgsql;
using NpgsqlTypes;

namespace Fulcrum.Stores.Databases;

/// <summary>Objects as rows of pieces.</summary>
internal static class PostgresObjects
{
    public static async Task<bool> PutAsync(NpgsqlConnection connection, string sha256, Stream content, CancellationToken cancellation)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            NpgsqlCommand claim = PostgresLink.Command(connection, transaction, "insert into fulcrum.objects (sha256) values ($1) on conflict do nothing", sha256);
            await using (claim.ConfigureAwait(false))
            {
                // Where another process puts the same one, this waits until that is done or given up.
                if (await claim.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false) == 0)
                {
                    if (await ReadAsync(connection, sha256, Stream.Null, isChecked: false, cancellation).ConfigureAwait(false))
                        return false;
                    NpgsqlCommand clear = PostgresLink.Command(connection, transaction, "delete from fulcrum.pieces where sha256 = $1", sha256);
                    await using (clear.ConfigureAwait(false))
                        await clear.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                }
            }

            int piece = 0;
            string hash = await HashingCopy.CopyAsync(content, async bytes =>
            {
                NpgsqlCommand insert = new("insert into fulcrum.pieces (sha256, piece, bytes) values ($1, $2, $3)", connection, transaction);
                await using (insert.ConfigureAwait(false))
                {
                    insert.Parameters.Add(new NpgsqlParameter { Value = sha256 });
                    insert.Parameters.Add(new NpgsqlParameter { Value = piece++ });
                    insert.Parameters.Add(new NpgsqlParameter { Value = bytes.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea });
                    await insert.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
                }
            }, cancellation).ConfigureAwait(false);
            if (hash != sha256)
                throw StoreLimits.Damaged(sha256);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return true;
        }
    }

    public static Task<bool> ReadAsync(NpgsqlConnection connection, string sha256, Stream into, CancellationToken cancellation) => ReadAsync(connection, sha256, into, isChecked: true, cancellation);

    private static async Task<bool> ReadAsync(NpgsqlConnection connection, string sha256, Stream into, bool isChecked, CancellationToken cancellation)
    {
        NpgsqlCommand select = PostgresLink.Command(connection, null, "select p.bytes from fulcrum.objects o left join fulcrum.pieces p using (sha256) where o.sha256 = $1 order by p.piece", sha256);
        await using (select.ConfigureAwait(false))
        {
            NpgsqlDataReader reader = await select.ExecuteReaderAsync(System.Data.CommandBehavior.SequentialAccess, cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                if (!reader.HasRows)
                    throw StoreLimits.Unknown(sha256);
                using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                {
                    if (await reader.IsDBNullAsync(0, cancellation).ConfigureAwait(false))
                        continue;
                    byte[] bytes = await reader.GetFieldValueAsync<byte[]>(0, cancellation).ConfigureAwait(false);
                    hash.AppendData(bytes);
                    await into.WriteAsync(bytes, cancellation).ConfigureAwait(false);
                }

                bool isWhole = Convert.ToHexStringLower(hash.GetHashAndReset()) == sha256;
                return isWhole || !isChecked ? isWhole : throw StoreLimits.Damaged(sha256);
            }
        }
    }
}
