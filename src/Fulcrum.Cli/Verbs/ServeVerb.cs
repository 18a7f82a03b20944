using System.CommandLine;
using System.Text.Json;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Problems;
using Fulcrum.Server;

namespace Fulcrum.Cli.Verbs;

/// <summary>`serve --repository DIR`, or `serve --plan DIR --tier NAME [--next URL]`: answers devices until it is stopped.</summary>
internal static class ServeVerb
{
    private static readonly Option<string?> Repository = new("--repository") { Description = "The model repository: DIR/NAME/VERSION/model.onnx, with patterns.json where a model is served in parts." };
    private static readonly Option<string?> Plan = new("--plan") { Description = "Or a plan folder, of which one tier is served." };
    private static readonly Option<string?> Tier = new("--tier") { Description = "Which tier of the plan." };
    private static readonly Option<Uri?> Next = AddressOption.Create("Where the plan's next tier listens.", isRequired: false, "--next");
    private static readonly Option<string> Urls = new("--urls") { Description = "Where to listen with HTTP/1.1; port 0 takes a free one.", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
    private static readonly Option<string?> Http2 = new("--http2-url") { Description = "Where to listen with HTTP/2 without TLS as well." };
    private static readonly Option<bool> Insecure = new("--insecure") { Description = "Allow listening beyond loopback, without authentication or encryption." };

    public static Command Create()
    {
        var command = new Command("serve", "Serve models by the Open Inference Protocol, and planned ones in parts; or one tier of a deployed plan.") { Repository, Plan, Tier, Next, Urls, Http2, Insecure };
        RepositoryFlags.AddTo(command);
        LinkFlags.AddTo(command);
        StageFlags.AddTo(command);
        return command.Runs(Run);
    }

    private static async Task<int> Run(VerbContext context)
    {
        (string? repository, string? plan, string? tier) = (context.Value(Repository), context.Value(Plan), context.Value(Tier));
        if ((repository is null) == (plan is null))
            throw new InputException(repository is null ? "option-missing" : "option-malformed", "--repository", "Either a model repository is served, or one tier of a plan.", "Use --repository DIR, or --plan DIR --tier NAME.");
        if ((plan is null) != (tier is null))
            throw new InputException("option-missing", plan is null ? "--plan" : "--tier", "A plan folder and one of its tiers belong together.", "Use --plan DIR --tier NAME.");
        return plan is null ? await ServeRepository(context, repository!).ConfigureAwait(false) : await ServeTier(context, plan, tier!).ConfigureAwait(false);
    }

    private static async Task<int> ServeRepository(VerbContext context, string repository)
    {
        ServerOptions options = RepositoryFlags.Options(context, repository) with { Url = context.Value(Urls), Http2Url = context.Value(Http2), Insecure = context.Value(Insecure), Threads = context.Threads };
        FulcrumServer server = await FulcrumServer.StartAsync(options, context.Cancellation).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            foreach (string warning in server.Warnings)
                await Console.Error.WriteLineAsync($"warning: {warning}".AsMemory(), context.Cancellation).ConfigureAwait(false);
            await Announce(context, server.Urls, server.Models).ConfigureAwait(false);
            await server.WaitForShutdownAsync(context.Cancellation).ConfigureAwait(false);
        }

        return ExitCodes.Done;
    }

    private static async Task<int> ServeTier(VerbContext context, string plan, string tier)
    {
        var options = new StageServerOptions
        {
            Plan = plan, Tier = tier, Next = context.Value(Next), NextLink = LinkFlags.Shape(context), Stage = StageFlags.Options(context),
            Url = context.Value(Urls), Http2Url = context.Value(Http2), Insecure = context.Value(Insecure), Threads = context.Threads,
        };
        StageServer server = await StageServer.StartAsync(options, context.Cancellation).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            await Announce(context, server.Urls, [server.Model]).ConfigureAwait(false);
            await server.WaitForShutdownAsync(context.Cancellation).ConfigureAwait(false);
        }

        return ExitCodes.Done;
    }

    private static async Task Announce(VerbContext context, IReadOnlyList<Uri> urls, IReadOnlyList<string> models)
    {
        var result = new ServeResult(Address(urls[0]), urls.Count > 1 ? Address(urls[1]) : null, models);
        Console.Out.WriteLine(context.Json ? JsonSerializer.Serialize(result, CliLineJson.Default.ServeResult) : $"listening on {result.Url}");
        await Console.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static string Address(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
