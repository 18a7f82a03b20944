using System.CommandLine;
using System.Text.Json;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Serving;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Problems;
using Fulcrum.Server;
using Fulcrum.Server.Hosting;
using Fulcrum.Server.Rollout;
using Fulcrum.Stores.Contracts;
using Fulcrum.Tracing;

namespace Fulcrum.Cli.Verbs;

/// <summary>`serve --repository DIR`, or `serve --plan DIR --tier NAME [--next URL]`: answers devices until it is stopped.</summary>
internal static class ServeVerb
{
    /// <summary>Its name.</summary>
    public const string Name = "serve";

    private static readonly Option<string?> Config = new("--config") { Description = "A file of what is said here and more, YAML or JSON; options go before it." };
    private static readonly Option<string?> Repository = new("--repository") { Description = "The model repository: DIR/NAME/VERSION/model.onnx, with patterns.json where a model is served in parts." };
    private static readonly Option<string?> Plan = new("--plan") { Description = "Or the folder of a plan or of a set of plans, of which one tier is served; with --store a name there." };
    private static readonly Option<string?> Tier = new("--tier") { Description = "Which tier of the plan." };
    private static readonly Option<Uri?> Next = AddressOption.Create("Where the plan's next tier listens.", isRequired: false, "--next");
    private static readonly Option<string?> Isolate = new("--isolate") { Description = "Run models in processes of their own: all, or NAME,NAME... Default: those whose config.pbtxt says so." };
    private static readonly Option<string?> Urls = new("--urls") { Description = "Where to listen, http or https; port 0 takes a free one. Default http://127.0.0.1:8080." };
    private static readonly Option<string?> Http2 = new("--http2-url") { Description = "Where to listen with HTTP/2 without TLS as well." };
    private static readonly Option<bool> Insecure = new("--insecure") { Description = "Allow listening beyond loopback without encryption, or without asking who calls." };
    private static readonly Option<string?> Certificate = new("--tls-cert") { Description = "The server's certificate chain, PEM." };
    private static readonly Option<string?> Key = new("--tls-key") { Description = "Its key, PEM." };
    private static readonly Option<double?> Grace = new("--grace") { Description = "With --store: how long what is no longer the newest is still answered, seconds. Default 300." };
    private static readonly Option<string?> Tokens = new("--tokens") { Description = "The clients with bearer tokens; fulcrum token writes the file." };
    private static readonly Option<string?> ClientCa = new("--client-ca") { Description = "The authorities that sign certificates of clients, PEM." };
    private static readonly Option<string?> Revoked = new("--revoked") { Description = "Certificates of clients that are not let in any more." };

    public static Command Create()
    {
        var command = new Command(Name, "Serve models by the Open Inference Protocol, and planned ones in parts; or one tier of a deployed plan.") { Config, Repository, Plan, Tier, Next, Isolate, Urls, Http2, Insecure, Certificate, Key, Tokens, ClientCa, Revoked };
        RepositoryFlags.AddTo(command);
        StoreFlags.AddTo(command);
        command.Options.Add(Grace);
        LinkFlags.AddTo(command);
        StageFlags.AddTo(command);
        CredentialFlags.AddTo(command);
        TraceFlags.AddTo(command);
        return command.Runs(Run);
    }

    private static async Task<int> Run(VerbContext context)
    {
        ServeConfig config = Configured(context);
        (string? repository, string? plan, string? tier) = (config.Repository, config.Plan, config.Tier);
        if ((repository is null) == (plan is null))
            throw new InputException(repository is null ? "option-missing" : "option-malformed", "--repository", "Either a model repository is served, or one tier of a plan.", "Use --repository DIR, or --plan DIR --tier NAME.");
        if ((plan is null) != (tier is null))
            throw new InputException("option-missing", plan is null ? "--plan" : "--tier", "A plan folder and one of its tiers belong together.", "Use --plan DIR --tier NAME.");
        using var life = new ServerLife(config.DrainDelay);
        life.ListenToSignals();
        using SpanExport? spans = TraceFlags.Start(context, $"fulcrum-{tier ?? "server"}", config.OtlpEndpoint);
        IStore? store = StoreFlags.Open(context, config.Store, config.StorePassword);
        try
        {
            Following? following = store is null ? null : new Following(store) { Grace = config.Grace };
            IRunningServer server = plan is null
                ? await FulcrumServer.StartAsync(Listening(context, config, spans, config.Models) with { Repository = repository!, Following = following }, life, context.Cancellation).ConfigureAwait(false)
                : await StageServer.StartAsync(Listening(context, config, spans, Tiered(context, config)) with { Following = following }, life, context.Cancellation).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                await Announce(context, config, server).ConfigureAwait(false);
                await server.WaitForShutdownAsync(context.Cancellation).ConfigureAwait(false);
            }

            return ExitCodes.Done;
        }
        finally
        {
            if (store is not null)
                await store.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The file, with what the command line says in its place.</summary>
    private static ServeConfig Configured(VerbContext context)
    {
        ServeConfig file = context.Value(Config) is string path ? ServeConfig.Read(path) : new ServeConfig();
        return file with
        {
            Repository = context.Value(Repository) ?? file.Repository,
            Plan = context.Value(Plan) ?? file.Plan,
            Tier = context.Value(Tier) ?? file.Tier,
            Next = context.Value(Next) ?? file.Next,
            Grace = context.Value(Grace) is not double seconds ? file.Grace : seconds is >= 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds) : throw new InputException("option-malformed", "--grace", "The time has to be 0 to 86400 seconds.", "Use for example 300."),
            Isolate = context.Value(Isolate)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? file.Isolate,
            Url = context.Value(Urls) ?? file.Url,
            Http2Url = context.Value(Http2) ?? file.Http2Url,
            Models = RepositoryFlags.Over(context, file.Models),
            Insecure = context.Value(Insecure) || file.Insecure,
            Access = file.Access with
            {
                Certificate = context.Value(Certificate) ?? file.Access.Certificate,
                Key = context.Value(Key) ?? file.Access.Key,
                Tokens = context.Value(Tokens) ?? file.Access.Tokens,
                ClientCa = context.Value(ClientCa) ?? file.Access.ClientCa,
                Revoked = context.Value(Revoked) ?? file.Access.Revoked,
            },
        };
    }

    private static T Listening<T>(VerbContext context, ServeConfig config, SpanExport? spans, T options) where T : ListenOptions => options with
    {
        Url = config.Url ?? options.Url, Http2Url = config.Http2Url, Insecure = config.Insecure, Access = config.Access, Limits = config.Limits,
        DrainDelay = config.DrainDelay, StopTimeout = config.StopTimeout, JsonLog = config.JsonLog, Spans = spans?.Counts, Threads = context.Threads,
        Isolate = config.Isolate, Worker = options.Worker with { Command = WorkerVerb.Command() },
    };

    private static StageServerOptions Tiered(VerbContext context, ServeConfig config) => new()
    {
        Plan = config.Plan!, Tier = config.Tier!, Next = config.Next, NextLink = LinkFlags.Shape(context), NextCredentials = CredentialFlags.Read(context, config.NextCredentials), Stage = StageFlags.Options(context),
    };

    private static async Task Announce(VerbContext context, ServeConfig config, IRunningServer server)
    {
        foreach (string line in (IEnumerable<string>)[.. server.Warnings.Select(w => $"warning: {w}"), .. server.Notes])
            context.Note(line);
        context.Note($"limits: {config.Limits}");
        context.Note($"callers: {(config.Access.AsksForCredentials ? "those with credentials" : "anybody who reaches the address")}");
        var result = new ServeResult(Address(server.Urls[0]), server.Urls.Count > 1 ? Address(server.Urls[1]) : null, server.Models);
        Console.Out.WriteLine(context.Json ? JsonSerializer.Serialize(result, CliLineJson.Default.ServeResult) : $"listening on {result.Url}");
        await Console.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        ServiceManager.Ready();
    }

    private static string Address(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
