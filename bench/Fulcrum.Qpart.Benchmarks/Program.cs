using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Qpart.Benchmarks;

if (QpartOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine("run.sh [OUT] [MODEL-FILTER] [--quick]");
    return 2;
}

using var cancelled = new CancellationTokenSource();
void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancelled.Cancel();
}

using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel), end = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
var json = new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
List<ModelFigures> done = [];
List<string> skipped = [];
try
{
    foreach (ModelEntry entry in ModelEntry.All.Where(m => m.Name.Contains(options.Filter, StringComparison.Ordinal) && (!options.Quick || m.Data == "mnist")))
    {
        string path = Path.Combine(options.FolderOf(entry.Name), "figures.json");
        if (File.Exists(path) && JsonSerializer.Deserialize<ModelFigures>(File.ReadAllBytes(path), json) is { } known && known.Quick == options.Quick)
        {
            done.Add(known);
            continue;
        }

        if (entry.Missing() is string missing)
        {
            Console.Error.WriteLine($"{entry.Name}: skipped: {missing}");
            skipped.Add($"{entry.Name}: {missing}");
            continue;
        }

        ModelFigures figures = await new ModelStudy(options, entry, cancelled.Token).RunAsync();
        AtomicFile.WriteBytes(path, JsonSerializer.SerializeToUtf8Bytes(figures, json));
        done.Add(figures);
    }

    if (done.Count == 0)
        return 1;
    new FigureFiles(options.Out, done).Write();
    string document = Path.Combine(options.Out, "figures.md");
    AtomicFile.WriteText(document, new Report(done, skipped).Write());
    Console.WriteLine(document);
    return 0;
}
catch (InputException failure)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled; the same command goes on with the models that are not finished.");
    return 130;
}
