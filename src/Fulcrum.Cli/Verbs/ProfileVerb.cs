using System.CommandLine;
using System.Globalization;
using Fulcrum.Cli.Applying;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Units;
using Fulcrum.Device;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Lab.Processes;
using Fulcrum.Lab.Profiling;
using Fulcrum.Onnx;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Stages.Links;

namespace Fulcrum.Cli.Verbs;

/// <summary>`profile MODEL... [--tier T --tiers FILE] [--server URL] -o FILE`: measures this machine, and the way to a server.</summary>
internal static class ProfileVerb
{
    private static readonly ProfilingOptions Defaults = new() { Threads = 1 };
    private static readonly Argument<string[]> Models = new("MODEL") { Description = "Models to time: .onnx files, each at its own precision.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string> Out = new("--out", "-o") { Description = "The profile to write.", Required = true };
    private static readonly Option<string?> TierName = new("--tier") { Description = "Measure under the CPU quota of this tier." };
    private static readonly Option<string?> TiersPath = new("--tiers") { Description = "The file that describes it." };
    private static readonly Option<Uri?> Server = AddressOption.Create("Also measure the link to this server.", isRequired: false);
    private static readonly Option<int> Cuts = new Option<int>("--cuts") { Description = "Cuts of each model whose two sides are timed.", DefaultValueFactory = _ => Defaults.Cuts }.AtLeast(0);
    private static readonly Option<double> Seconds = new("--seconds") { Description = "Seconds of timing for each model.", DefaultValueFactory = _ => Defaults.Seconds };
    private static readonly Option<IReadOnlyDictionary<string, long>> Dims = DimOption.Create();

    public static Command Create()
    {
        var command = new Command("profile", "Measure how long models and their parts take on this machine, and the link to a server.") { Models, Out, TierName, TiersPath, Server, Cuts, Seconds, Dims };
        LinkFlags.AddTo(command);
        CredentialFlags.AddTo(command);
        return command.Runs(RunAsync);
    }

    private static async Task<int> RunAsync(VerbContext context)
    {
        Tier? tier = Check(context);
        ProfiledModel[] models = [.. context.Value(Models).Select(Read).DistinctBy(m => m.Sha256)];
        MachineProfile profile = await MeasureAsync(context, models, tier).ConfigureAwait(false);
        if (context.Value(Server) is Uri server)
            profile = profile with { Link = await ProbeAsync(context, server).ConfigureAwait(false) };
        string path = context.Value(Out);
        ProfileFile.Write(profile, path);
        foreach (ModelProfile busy in profile.Models.Where(m => !m.Control.IsSteady()))
            context.Note(string.Create(CultureInfo.InvariantCulture, $"{busy.Name}: something else ran on this machine; the same model took {busy.Control.Low:0.00} to {busy.Control.High:0.00} times its own time. Measure again when it is quiet, or for longer with --seconds."));
        ProfileResult result = ProfileResult.Of(path, profile);
        context.Print(result, CliJson.Default.ProfileResult, console => ProfileTable.Draw(console, result));
        return ExitCodes.Done;
    }

    private static Tier? Check(VerbContext context)
    {
        (string? name, string? path) = (context.Value(TierName), context.Value(TiersPath));
        if (context.Value(Models).Length == 0 && context.Value(Server) is null)
            throw new InputException("option-missing", "MODEL", "There is nothing to measure.", "Name models, or a server with --server.");
        if (!(context.Value(Seconds) > 0 && context.Value(Seconds) <= 86_400))
            throw new InputException("option-malformed", "--seconds", "The time is not more than 0 and at most a day.", "Use for example --seconds 20.");
        if ((name is null) != (path is null))
            throw new InputException("option-missing", name is null ? "--tier" : "--tiers", "A tier and the file that describes it belong together.", "Use --tier NAME --tiers FILE.");
        return path is null ? null : TiersFile.Read(path).Find(name!);
    }

    private static ProfiledModel Read(string path)
    {
        Model model = OnnxFile.Read(path);
        GraphChecker.Require(model);
        return new ProfiledModel(Path.GetFileNameWithoutExtension(path), Hashing.OfFile(path), model);
    }

    private static async Task<MachineProfile> MeasureAsync(VerbContext context, ProfiledModel[] models, Tier? tier)
    {
        MachineProfile? limited = tier?.Cores is double cores && models.Length > 0
            ? await ProfileProcess.RunAsync(ThisProgram.Command(), cores, Arguments(context), context.Progress, context.Cancellation).ConfigureAwait(false)
            : null;
        MachineProfile profile = limited ?? Profiler(context).Measure(models);
        MachineEnvironment environment = profile.Environment with { Tier = tier?.Name };
        if (tier?.Cores is double requested && !(environment.CpuQuota is double held && Math.Abs(held - requested) < 0.02 * requested))
        {
            environment = environment with { Quota = string.Create(CultureInfo.InvariantCulture, $"requested {requested:0.###}, not enforced") };
            context.Note($"No CPU quota can be set here (see fulcrum doctor): the figures are those of this machine without it, not of tier {tier.Name}.");
        }

        return profile with { Environment = environment };
    }

    private static MachineProfiler Profiler(VerbContext context) => new(
        new ProfilingOptions { Cuts = context.Value(Cuts), Seconds = context.Value(Seconds), Threads = context.Threads > 0 ? context.Threads : CpuQuota.Threads, Seed = context.Seed, Dims = context.Value(Dims) },
        context.Progress, context.Cancellation);

    private static IEnumerable<string> Arguments(VerbContext context) =>
    [
        .. context.Value(Models).Select(Path.GetFullPath), "--cuts", Text(context.Value(Cuts)), "--seconds", Text(context.Value(Seconds)), "--threads", Text(context.Threads), "--seed", Text(context.Seed),
        .. context.Value(Dims).SelectMany(d => new[] { "--dim", $"{d.Key}={Text(d.Value)}" }),
    ];

    private static async Task<MeasuredLink> ProbeAsync(VerbContext context, Uri server)
    {
        using var client = new LinkClient(server, LinkFlags.Shape(context), TimeSpan.FromMinutes(5), CredentialFlags.Read(context));
        LinkMeasurement link = await new LinkProbe(client.Http).MeasureAsync(progress: context.Progress, cancellation: context.Cancellation).ConfigureAwait(false);
        return new MeasuredLink(server.ToString(), link.UpBitsPerSecond, link.DownBitsPerSecond, link.RoundTrip.TotalMilliseconds, link.Jitter.TotalMilliseconds, link.Probes);
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
