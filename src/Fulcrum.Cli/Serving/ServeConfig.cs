using Fulcrum.Configuration;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;
using Fulcrum.Server;
using Fulcrum.Server.Access;
using Fulcrum.Server.Hosting;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Cli.Serving;

/// <summary>What `serve --config FILE` reads. See docs/verbs/serve.md and `fulcrum schema serve`.</summary>
internal sealed record ServeConfig
{
    public const string Code = "config";

    public string? Repository { get; init; }

    public string? Plan { get; init; }

    public string? Tier { get; init; }

    public Uri? Next { get; init; }

    public CredentialsFiles NextCredentials { get; init; } = new(null, null, null, null);

    /// <summary>How the models of the repository are served; the repository itself is not in it.</summary>
    public ServerOptions Models { get; init; } = ModelsReader.Standard;

    /// <summary>A folder, or a database's address.</summary>
    public string? Store { get; init; }

    public string? StorePassword { get; init; }

    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Models in processes of their own, or all.</summary>
    public IReadOnlyList<string> Isolate { get; init; } = [];

    public string? Url { get; init; }

    public string? Http2Url { get; init; }

    public bool Insecure { get; init; }

    public bool JsonLog { get; init; }

    /// <summary>Where spans of requests are sent.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>What became of them; not in the file.</summary>
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
        var bounded = new BoundedFields(root, "", problems);
        (string? store, string? plan) = (root.OptionalText("store"), root.OptionalText("plan"));
        if (store?.Contains("://", StringComparison.Ordinal) == false)
            store = Resolve("store", store);
        var config = new ServeConfig
        {
            Repository = Resolve("repository", root.OptionalText("repository")),
            Store = store,
            StorePassword = Resolve("store_password", root.OptionalText("store_password")),
            Grace = bounded.Duration("grace", standard.Grace),
            // With a store it is a name there.
            Plan = store is null ? Resolve("plan", plan) : plan,
            Tier = root.OptionalText("tier"),
            Next = root.Address("next"),
            Isolate = root.Texts("isolate"),
            Url = root.OptionalText("url"),
            Http2Url = root.OptionalText("http2_url"),
            Insecure = root.Flag("insecure") ?? false,
            JsonLog = log == "json",
            OtlpEndpoint = root.Address("otlp_endpoint"),
            DrainDelay = bounded.Duration("drain_delay", standard.DrainDelay),
            StopTimeout = bounded.Duration("stop_timeout", standard.StopTimeout),
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

        if (root.Object("next_credentials") is { } next)
        {
            config = config with
            {
                NextCredentials = new CredentialsFiles(
                    Resolve("next_credentials.token", next.OptionalText("token")), Resolve("next_credentials.authorities", next.OptionalText("authorities")),
                    Resolve("next_credentials.certificate", next.OptionalText("certificate")), Resolve("next_credentials.key", next.OptionalText("key"))),
            };
            next.Close();
        }

        if (root.Object("models") is { } models)
            config = config with { Models = ModelsReader.Read(models, problems) };
        if (root.Object("limits") is { } limits)
            config = config with { Limits = LimitsOf(limits, problems) };
        root.Close();
        return config;
    }

    private static ServerLimits LimitsOf(ConfigFields fields, List<Problem> problems)
    {
        var standard = new ServerLimits();
        var bounded = new BoundedFields(fields, "limits.", problems);
        var limits = new ServerLimits
        {
            BodyBytes = (long)bounded.Size("body", standard.BodyBytes, 1L << 40),
            HeaderBytes = (int)bounded.Size("headers_size", standard.HeaderBytes, 1 << 24),
            Headers = bounded.Count("headers", standard.Headers, 10_000),
            Connections = bounded.Count("connections", standard.Connections, 1_000_000),
            Streams = bounded.Count("streams", standard.Streams, 10_000),
            HeaderTimeout = bounded.Duration("header_timeout", standard.HeaderTimeout),
            IdleTimeout = bounded.Duration("idle_timeout", standard.IdleTimeout),
            BodyBytesPerSecond = (fields.Quantity("slowest_body", Unit.DataRate) ?? (8 * standard.BodyBytesPerSecond)) / 8,
            ClientRequestsPerSecond = bounded.Number("client_requests_per_second", standard.ClientRequestsPerSecond, 1_000_000),
        };
        fields.Close();
        return limits;
    }
}
