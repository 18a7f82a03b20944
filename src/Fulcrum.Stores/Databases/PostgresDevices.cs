using Fulcrum.Stores.Contracts;
using Npgsql;

namespace Fulcrum.Stores.Databases;

/// <summary>Devices' reports as rows. Their number is held a little loosely: reports of new devices that come at the same moment are counted one by one.</summary>
internal static class PostgresDevices
{
    private const string Insert = """
        insert into fulcrum.devices as d (name, json, seen, expires) select $1, $2, clock_timestamp(), clock_timestamp() + $3
        where exists (select from fulcrum.devices where name = $1) or (select count(*) from fulcrum.devices) < $4
        on conflict (name) do update set json = excluded.json, seen = excluded.seen, expires = excluded.expires
        """;

    public static async Task<bool> ReportAsync(NpgsqlConnection connection, string name, ReadOnlyMemory<byte> json, TimeSpan keep, CancellationToken cancellation)
    {
        async Task<int> Run(string sql, params object[] values)
        {
            NpgsqlCommand command = PostgresLink.Command(connection, null, sql, values);
            await using (command.ConfigureAwait(false))
                return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        }

        byte[] bytes = json.ToArray();
        if (await Run(Insert, name, bytes, keep, StoreLimits.Devices).ConfigureAwait(false) == 1)
            return true;
        await Run("delete from fulcrum.devices where expires <= clock_timestamp()").ConfigureAwait(false);
        return await Run(Insert, name, bytes, keep, StoreLimits.Devices).ConfigureAwait(false) == 1 ? true : throw StoreLimits.Full();
    }

    public static async Task<IReadOnlyList<DeviceState>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        List<DeviceState> found = [];
        NpgsqlCommand command = PostgresLink.Command(connection, null, "select name, json, seen, expires from fulcrum.devices where expires > clock_timestamp() order by name collate \"C\"");
        await using (command.ConfigureAwait(false))
        {
            NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                    found.Add(new DeviceState(reader.GetString(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<DateTimeOffset>(2), reader.GetFieldValue<DateTimeOffset>(3)));
            }
        }

        return found;
    }
}
