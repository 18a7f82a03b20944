using System.CommandLine;
using System.Net;
using System.Text.Json;
using Fulcrum.Cli.Terminal;
using Fulcrum.Lab.Calibration;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Verbs;

/// <summary>`linktrial --listen ADDRESS`, `linktrial --ask ADDRESS:PORT`: the two processes with which `tiers --calibrate` measures a link. Not shown.</summary>
internal static class LinkTrialVerb
{
    private static readonly Option<string?> Listen = new("--listen") { Description = "The answering process: its address." };
    private static readonly Option<string?> Ask = new("--ask") { Description = "The asking process: where the other listens." };
    private static readonly Option<long> UpBytes = new("--up-bytes") { Description = "Bytes to send.", DefaultValueFactory = _ => 1_000_000 };
    private static readonly Option<long> DownBytes = new("--down-bytes") { Description = "Bytes to ask for.", DefaultValueFactory = _ => 1_000_000 };

    public static Command Create()
    {
        var command = new Command("linktrial", "One end of a link that is measured.") { Listen, Ask, UpBytes, DownBytes };
        command.Hidden = true;
        LinkFlags.AddTo(command);
        return command.Runs(RunAsync);
    }

    private static async Task<int> RunAsync(VerbContext context)
    {
        if (IPAddress.TryParse(context.Value(Listen), out IPAddress? address))
            await LinkResponder.RunAsync(address, where => Console.Out.WriteLine(where), context.Cancellation).ConfigureAwait(false);
        else if (IPEndPoint.TryParse(context.Value(Ask) ?? "", out IPEndPoint? other))
            Console.Out.WriteLine(JsonSerializer.Serialize(await LinkAsker.RunAsync(other, LinkFlags.Shape(context), context.Value(UpBytes), context.Value(DownBytes), context.Cancellation).ConfigureAwait(false), LinkTrialJson.Default.LinkTrialArray));
        else
            throw new InputException("option-missing", "--listen", "Neither end is named.", "Use --listen 127.0.0.1, or --ask 127.0.0.1:PORT.");
        return ExitCodes.Done;
    }
}
