using System.CommandLine;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Lab.Calibration;
using Fulcrum.Lab.Emulation;
using Fulcrum.Planning.Tiers;

namespace Fulcrum.Cli.Verbs;

/// <summary>`tiers FILE [--calibrate]`: checks and shows tiers; brings them up and measures what they give.</summary>
internal static class TiersVerb
{
    private static readonly Argument<string> File = new("FILE") { Description = "The tiers file, .json or .yaml." };
    private static readonly Option<bool> Calibrate = new("--calibrate") { Description = "Bring the tiers up on this machine and compare what they give with what the file says." };
    private static readonly Option<bool> Loopback = new("--loopback") { Description = "Without network namespaces, as a user without root gets it." };

    public static Command Create() => new Command("tiers", "Check and show a tiers file; with --calibrate measure its emulation on this machine.") { File, Calibrate, Loopback }.Runs(RunAsync);

    private static async Task<int> RunAsync(VerbContext context)
    {
        string path = context.Value(File);
        TierSystem system = TiersFile.Read(path);
        EmulationRow? emulation = context.Value(Calibrate) ? await MeasureAsync(context, system).ConfigureAwait(false) : null;
        var result = TiersResult.Of(path, system, emulation);
        context.Print(result, CliJson.Default.TiersResult, console => TiersTable.Draw(console, result));
        if (emulation is not { Calibration.Faults: { Count: > 0 } faults })
            return ExitCodes.Done;
        Console.Error.WriteLine("This machine cannot hold what was asked for:");
        foreach (string fault in faults)
            Console.Error.WriteLine($"  {fault}");
        return ExitCodes.Failed;
    }

    private static async Task<EmulationRow> MeasureAsync(VerbContext context, TierSystem system)
    {
        var options = new TestBedOptions { UseNamespaces = !context.Value(Loopback), Seed = context.Seed };
        TestBed bed = await TestBed.StartAsync(ThisProgram.Command(), system, options, context.Cancellation).ConfigureAwait(false);
        await using (bed.ConfigureAwait(false))
        {
            IReadOnlyList<RealMachine> machines = await bed.DescribeAsync(context.Cancellation).ConfigureAwait(false);
            return new EmulationRow(bed.Kind.ToString().ToLowerInvariant(), bed.LoopbackReason, await Calibrator.RunAsync(bed, context.Progress, context.Cancellation).ConfigureAwait(false), machines);
        }
    }
}
