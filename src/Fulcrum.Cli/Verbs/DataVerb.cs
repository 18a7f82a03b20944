using System.CommandLine;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Results;
using Fulcrum.Data;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`data get NAME`: puts a dataset where the other verbs find it.</summary>
internal static class DataVerb
{
    private static readonly Argument<string> Name = new("NAME") { Description = $"One of: {string.Join(", ", DatasetStore.Names)}." };
    private static readonly Option<string?> Folder = new("--out", "-o") { Description = $"The data folder. Default: $FULCRUM_DATA, or the user's own ({DatasetStore.DefaultFolder})." };

    public static Command Create() => new("data", "Datasets.")
    {
        new Command("get", "Fetch a dataset and verify its checksums.") { Name, Folder }.Runs(Get),
    };

    private static Task<int> Get(VerbContext context)
    {
        string name = context.Value(Name);
        string path = DatasetStore.Get(name, context.Value(Folder));
        Dataset data = DatasetStore.Open(path);
        var result = new DataGetResult(name, path, data.Train.Count + data.Calibration.Count + data.Test.Count);
        context.Print(result, CliJson.Default.DataGetResult, console => console.MarkupLineInterpolated(
            $"{name}: {result.Samples} samples in {path} (train {data.Train.Count}, calibration {data.Calibration.Count}, test {data.Test.Count})"));
        return Task.FromResult(ExitCodes.Done);
    }
}
