using System.CommandLine;
using System.Text.Json;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Results;
using Fulcrum.Server;

namespace Fulcrum.Cli.Verbs;

/// <summary>`serve --repository DIR`: answers devices until it is stopped.</summary>
internal static class ServeVerb
{
    private static readonly Option<string> Repository = new("--repository") { Description = "The model repository: DIR/NAME/VERSION/model.onnx and patterns.json.", Required = true };
    private static readonly Option<string> Urls = new("--urls") { Description = "Where to listen with HTTP/1.1; port 0 takes a free one.", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
    private static readonly Option<string?> Http2 = new("--http2-url") { Description = "Where to listen with HTTP/2 without TLS as well." };
    private static readonly Option<bool> Insecure = new("--insecure") { Description = "Allow listening beyond loopback, without authentication or encryption." };

    public static Command Create() => new Command("serve", "Serve plans, segments and second halves.") { Repository, Urls, Http2, Insecure }.Runs(Run);

    private static async Task<int> Run(VerbContext context)
    {
        var options = new ServerOptions
        {
            Repository = context.Value(Repository), Url = context.Value(Urls), Http2Url = context.Value(Http2), Insecure = context.Value(Insecure), Threads = context.Threads,
        };
        FulcrumServer server = await FulcrumServer.StartAsync(options, context.Cancellation).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var result = new ServeResult(Address(server.Urls[0]), server.Urls.Count > 1 ? Address(server.Urls[1]) : null, server.Models);
            Console.Out.WriteLine(context.Json ? JsonSerializer.Serialize(result, CliLineJson.Default.ServeResult) : $"listening on {result.Url}");
            await Console.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            await server.WaitForShutdownAsync(context.Cancellation).ConfigureAwait(false);
        }

        return ExitCodes.Done;
    }

    private static string Address(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
