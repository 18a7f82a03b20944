using System.Globalization;
using System.Net;
using Fulcrum.Problems;
using Npgsql;

namespace Fulcrum.Stores.Databases;

/// <summary>Reads <c>postgres://USER@HOST[:PORT]/DATABASE[?sslmode=MODE&amp;sslrootcert=FILE&amp;host=FOLDER]</c>. Passwords have no place in it: addresses are seen by whoever lists processes.</summary>
internal static class PostgresAddress
{
    private const int Pool = 8;

    public static bool IsOne(string address) => address.StartsWith("postgres://", StringComparison.Ordinal) || address.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <exception cref="InputException"><c>store-malformed</c>, <c>store-password</c>.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string address, string? passwordFile)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.AbsolutePath.Length < 2 || uri.AbsolutePath[1..].Contains('/', StringComparison.Ordinal))
            throw Malformed("This is no address of a database.");
        if (uri.UserInfo.Contains(':', StringComparison.Ordinal))
            throw new InputException("store-password", "store", "The address holds a password, which whoever lists processes could read.", "Write it into a file: --store-password-file, or PGPASSFILE.");
        Dictionary<string, string> query = Query(uri.Query);
        string host = query.GetValueOrDefault("host") ?? uri.Host;
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = host, Port = uri.Port > 0 ? uri.Port : 5432, Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            Username = uri.UserInfo.Length > 0 ? Uri.UnescapeDataString(uri.UserInfo) : null,
            MaxPoolSize = Pool, MaxAutoPrepare = 32, AutoPrepareMinUsages = 1, Timeout = 5, CommandTimeout = 30, KeepAlive = 10, ApplicationName = "fulcrum",
            // Beyond this machine the server has to show a certificate for its name.
            SslMode = IsNear(host) ? SslMode.Prefer : SslMode.VerifyFull,
        };
        if (query.GetValueOrDefault("sslmode") is string mode)
            builder.SslMode = Enum.TryParse(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out SslMode known) && !int.TryParse(mode, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) ? known : throw Malformed("There is no such sslmode.");
        if (query.GetValueOrDefault("sslrootcert") is string authorities)
            builder.RootCertificate = authorities;
        if (query.Keys.FirstOrDefault(k => k is not ("host" or "sslmode" or "sslrootcert")) is string unknown)
            throw Malformed($"There is no parameter '{Printable.Of(unknown, 40)}'.");
        if (passwordFile is not null)
            builder.Password = ReadPassword(passwordFile);
        return builder;
    }

    private static bool IsNear(string host) => host.Length == 0 || host[0] == '/' || host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));

    private static Dictionary<string, string> Query(string query) => query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2))
        .DistinctBy(p => p[0]).ToDictionary(p => p[0], p => p.Length == 2 ? Uri.UnescapeDataString(p[1]) : "");

    private static string ReadPassword(string file)
    {
        try
        {
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("store-password", file, failure.Message, "Give a file that holds the password alone.", failure);
        }
    }

    private static InputException Malformed(string message) => new("store-malformed", "store", message, "Write for example postgres://fulcrum@db.example.org/fulcrum?sslmode=verify-full.");
}
