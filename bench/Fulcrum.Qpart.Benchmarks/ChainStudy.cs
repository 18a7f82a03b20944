using System.Text.Json;
using Fulcrum.Lab.Demo;
using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Patterns;
using Fulcrum.Problems;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>QPART on the six-layer perceptron: what the demo trains, plans, sends, runs in two processes, and compares with the paper's three schemes.</summary>
internal sealed class ChainStudy(QpartOptions options, ModelEntry entry, IProgress<WorkProgress> progress, CancellationToken cancellation)
{
    private const double LayerLevel = 1;
    private static readonly (string Theirs, string Ours)[] Schemes = [("no-optimization", CutFigure.Plain), ("auto-encoder", CutFigure.AutoEncoder), ("pruning", CutFigure.Pruning)];

    private string Folder => options.FolderOf(entry.Name);

    /// <summary>The folder of model and patterns.</summary>
    public string Repository => Path.Combine(Folder, "repository", "mnist-mlp6", "1");

    /// <summary>Trains, plans and executes; a report that is there is taken.</summary>
    public async Task<DemoReport> RunAsync()
    {
        var demo = new DemoOptions
        {
            Folder = Folder,
            Command = new FulcrumCommand(options.Fulcrum, []),
            DatasetPath = entry.DataPath(),
            Version = typeof(DemoRun).Assembly.GetName().Version!.ToString(3),
            Quick = options.Quick,
            Seed = options.Seed,
        };
        string path = Path.Combine(Folder, "report.json");
        if (File.Exists(path))
            return JsonFile.Read(path, DemoJson.Default.DemoReport, "report", "Delete it.");
        DemoReport report = await new DemoRun(demo, progress, TimeProvider.System).RunAsync(cancellation).ConfigureAwait(false);
        AtomicFile.WriteBytes(path, JsonSerializer.SerializeToUtf8Bytes(report, DemoJson.Default.DemoReport));
        return report;
    }

    /// <summary>Ours and the paper's schemes by cut.</summary>
    public static IReadOnlyList<CutFigure> Cuts(DemoReport report) =>
    [
        .. report.Patterns.Where(p => p.Level == report.ComparisonLevel).Select(p => Figure(
            CutFigure.Ours, p.Cut, p.Name, p.PayloadBytes, p.CutTensorBytes, p.Modelled, p.Objective, p.Top1, Chosen(p))),
        .. Schemes.SelectMany(s => report.Baselines.Where(b => b.Name == s.Theirs).Select(b => Figure(
            s.Ours, b.Cut, "", b.PayloadBytes, b.CutTensorBytes, b.Modelled, b.Objective, b.Top1, b.Note))),
    ];

    /// <summary>The patterns of the whole model by level, as sent.</summary>
    public static IEnumerable<SizeFigure> Sizes(DemoReport report) => report.Patterns.Where(p => p.Cut == report.Layers.Count).Select(p =>
        new SizeFigure("patterns", FormattableString.Invariant($"{p.Level} points"), p.PayloadBytes, p.Level, p.Top1, Lost(p)));

    /// <summary>The layers of the whole model at one point.</summary>
    public LayerFigures Layers(DemoReport report)
    {
        PatternSet patterns = PatternFile.Read(Path.Combine(Repository, PatternFile.Name));
        Pattern whole = patterns.Patterns.Single(p => p.Cut == patterns.Layers.Count && p.Level == LayerLevel);
        return new LayerFigures("patterns", LayerLevel, Lost(report.Patterns.Single(p => p.Cut == whole.Cut && p.Level == LayerLevel)),
            [.. patterns.Layers.Select((l, i) => new LayerFigure(l.Name, l.WeightCount, whole.CodedWeightBytes[i]))]);
    }

    private static CutFigure Figure(string scheme, int cut, string place, double weights, double tensor, ModelledCost cost, double objective, double top1, string note) =>
        new(scheme, cut, place, weights, tensor, cost.TotalS, cost.EnergyJ, cost.CostUsd, objective, top1, note);

    private static Lost Lost(DemoPattern p) => new(p.DropPoints, p.DropInterval[0], p.DropInterval[1]);

    private static string Chosen(DemoPattern p) => string.Join(", ", new[] { p.Bits.Count > 0 ? $"weights of {string.Join(' ', p.Bits)} bits" : null, p.CutTensorBytes > 0 ? $"cut tensor of {p.CutBits} bits" : null }.OfType<string>());
}
