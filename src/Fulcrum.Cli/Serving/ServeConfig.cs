using Fulcrum.Configuration;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;
using Fulcrum.Server.Access;
using Fulcrum.Server.Hosting;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Cli.Serving;

/// <summary>What `serve --config FILE` reads. See docs/verbs/serve.md and `fulcrum schema serve`.</summary>
internal sealed record ServeConfig
{
    private const string Code = "config";

    public string? Repository { get; init; }

    public string? Plan { get; init; }

    public string? Tier { get; init; }

    public Uri? Next { get; init; }

    /// <summary>A folder, or a database's address.</summary>
    public string? Store { get; init; }

    public string? StorePassword { get; init; }

    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(5);

    public string? Url { get; init; }

    public string? Http2Url { get; init; }

    public bool Insecure { get; init; }

    public bool JsonLog { get; init; }

    /// <summary>Where spans of requests are sent.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>What became of them; not in the file.</summary>
    public SpanCounts? Spans { get; init; }

    public AccessOptions Access { get; init; } = new();

    public ServerLimits Limits { get; init; } = new();

    public TimeSpan DrainDelay { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It cannot be read, is no YAML or JSON, or holds any problem; every one is named.</exception>
    public static ServeConfig Read(string path) => Parse(ConfigDocument.Read(path, Code, "Give the path of a server's configuration; fulcrum init serve writes one."), Path.GetDirectoryName(Path.GetFullPath(path)) ?? "");

    /// <summary>The same of a document; its paths are relative to a folder.</summary>
    public static ServeConfig Parse(ConfigDocument document, string folder)
    {
        List<Problem> problems = [];
        ServeConfig config = Read(new ConfigFields(document, problems), folder, problems);
        return problems.Count == 0 ? config : throw new InputException(document.Locate(problems));
    }

    private static ServeConfig Read(ConfigFields root, string folder, List<Problem> problems)
    {
        string? Resolve(string place, string? path)
        {
            if (path is null)
                return null;
            (string? resolved, string? missing) = EnvironmentPath.Resolve(path, folder);
            if (missing is not null)
                problems.Add(new Problem($"{Code}-malformed", place, $"The environment variable {missing} is not set.", "Set it to the folder of the files."));
            return resolved;
        }

        string? log = root.OptionalText("log");
        if (log is not (null or "text" or "json"))
            problems.Add(new Problem($"{Code}-malformed", "log", $"'{log}' is no form of a log.", "Write text or json."));
        var standard = new ServeConfig();
        (string? store, string? plan) = (root.OptionalText("store"), root.OptionalText("plan"));
        if (store?.Contains("://", StringComparison.Ordinal) == false)
            store = Resolve("store", store);
        var config = new ServeConfig
        {
            Repository = Resolve("repository", root.OptionalText("repository")),
            Store = store,
            StorePassword = Resolve("store_password", root.OptionalText("store_password")),
            Grace = Duration(root, "grace", standard.Grace, problems, ""),
            // With a store it is a name there.
            Plan = store is null ? Resolve("plan", plan) : plan,
            Tier = root.OptionalText("tier"),
            Next = root.Address("next"),
            Url = root.OptionalText("url"),
            Http2Url = root.OptionalText("http2_url"),
            Insecure = root.Flag("insecure") ?? false,
            JsonLog = log == "json",
            OtlpEndpoint = root.Address("otlp_endpoint"),
            DrainDelay = Duration(root, "drain_delay", standard.DrainDelay, problems, ""),
            StopTimeout = Duration(root, "stop_timeout", standard.StopTimeout, problems, ""),
        };
        if (root.Object("access") is { } access)
        {
            config = config with
            {
                Access = new AccessOptions
                {
                    Certificate = Resolve("access.certificate", access.OptionalText("certificate")),
                    Key = Resolve("access.key", access.OptionalText("key")),
                    Tokens = Resolve("access.tokens", access.OptionalText("tokens")),
                    ClientCa = Resolve("access.client_ca", access.OptionalText("client_ca")),
                    Revoked = Resolve("access.revoked", access.OptionalText("revoked")),
                    Operators = access.Texts("operators"),
                },
            };
            access.Close();
        }

        if (root.Object("limits") is { } limits)
            config = config with { Limits = LimitsOf(limits, problems) };
        root.Close();
        return config;
    }

    private static ServerLimits LimitsOf(ConfigFields fields, List<Problem> problems)
    {
        var standard = new ServerLimits();
        var limits = new ServerLimits
        {
            BodyBytes = (long)Size(fields, "body", standard.BodyBytes, 1L << 40, problems),
            HeaderBytes = (int)Size(fields, "headers_size", standard.HeaderBytes, 1 << 24, problems),
            Headers = (int)Count(fields, "headers", standard.Headers, 10_000, problems),
            Connections = (int)Count(fields, "connections", standard.Connections, 1_000_000, problems),
            Streams = (int)Count(fields, "streams", standard.Streams, 10_000, problems),
            HeaderTimeout = Duration(fields, "header_timeout", standard.HeaderTimeout, problems, "limits."),
            IdleTimeout = Duration(fields, "idle_timeout", standard.IdleTimeout, problems, "limits."),
            BodyBytesPerSecond = (fields.Quantity("slowest_body", Unit.DataRate) ?? (8 * standard.BodyBytesPerSecond)) / 8,
            ClientRequestsPerSecond = Count(fields, "client_requests_per_second", standard.ClientRequestsPerSecond, 1_000_000, problems, least: 0),
        };
        fields.Close();
        return limits;
    }

    private static double Size(ConfigFields fields, string name, double standard, double most, List<Problem> problems) => Within(fields.Quantity(name, Unit.Size) ?? standard, name, 1, most, problems);

    private static double Count(ConfigFields fields, string name, double standard, double most, List<Problem> problems, double least = 1) => Within(fields.Number(name) ?? standard, name, least, most, problems);

    private static double Within(double value, string name, double least, double most, List<Problem> problems)
    {
        if (value >= least && value <= most)
            return value;
        problems.Add(new Problem($"{Code}-out-of-range", $"limits.{name}", FormattableString.Invariant($"{value} is not within {least} to {most}."), "Write a number within these."));
        return least;
    }

    private static TimeSpan Duration(ConfigFields fields, string name, TimeSpan standard, List<Problem> problems, string place)
    {
        double seconds = fields.Quantity(name, Unit.Duration) ?? standard.TotalSeconds;
        if (seconds is >= 0 and <= 86_400)
            return TimeSpan.FromSeconds(seconds);
        problems.Add(new Problem($"{Code}-out-of-range", place + name, FormattableString.Invariant($"{seconds} s is not within 0 and a day."), "Write for example \"5s\"."));
        return standard;
    }
}
