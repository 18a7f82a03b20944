using System.CommandLine;
using System.Reflection;
using Fulcrum.Cli.Terminal;
using Fulcrum.Data;
using Fulcrum.Lab.Demo;
using Fulcrum.Problems;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`demo`: the main job end to end, with a table and a page of plots at the end.</summary>
internal static class DemoVerb
{
    private static readonly Option<string> Out = new("--out", "-o") { Description = "Where model, patterns and report go.", DefaultValueFactory = _ => "fulcrum-demo" };
    private static readonly Option<bool> Quick = new("--quick") { Description = "A shorter tour: fewer epochs, fewer calibration samples. Not for quoting." };

    public static Command Create() => new Command("demo", "Train, plan, serve, send, split and measure, on MNIST.") { Out, Quick }.Runs(Run);

    private static async Task<int> Run(VerbContext context)
    {
        string folder = context.Value(Out);
        var options = new DemoOptions
        {
            Folder = folder,
            Command = ThisProgram.Command(),
            DatasetPath = Path.GetFullPath(DatasetStore.Get("mnist")),
            Version = typeof(DemoVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
            Quick = context.Value(Quick),
            Seed = context.Seed,
            Threads = context.Threads,
        };
        DemoReport report = await new DemoRun(options, context.Progress, TimeProvider.System).RunAsync(context.Cancellation).ConfigureAwait(false);
        string page = Path.Combine(folder, "report.html");
        AtomicFile.WriteText(page, DemoReportPage.Render(report));
        context.Print(report, DemoJson.Default.DemoReport, console => DemoTable.Draw(console, report, page));
        return ExitCodes.Done;
    }
}
