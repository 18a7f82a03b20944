using System.Globalization;
using Fulcrum.Lab.Charts;
using Fulcrum.Problems;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>A CSV and an SVG for each figure; a chart for each model and quantity.</summary>
internal sealed class FigureFiles(string folder, IReadOnlyList<ModelFigures> models)
{
    private const int Columns = 3;
    private static readonly string[] Schemes = [CutFigure.Ours, CutFigure.Plain, CutFigure.AutoEncoder, CutFigure.Pruning];

    /// <summary>The levels of Fig. 6 in points.</summary>
    public static readonly IReadOnlyList<double> Levels = [0.1, 0.25, 0.5, 1, 2];

    public void Write()
    {
        Chart[] layers = [.. models.Select(LayerChart)], costs = [.. models.SelectMany(CostCharts)];
        Figure(3, "Reduction of the parameters by layer", layers, Columns, "model,method,layer,name,weights,coded_bytes,reduction",
            models.SelectMany(m => m.Layers.SelectMany(l => l.Layers.Select((x, i) => Row(m.Name, l.Method, i + 1, x.Name, x.Weights, x.CodedBytes, x.Reduction)))));
        Figure(5, "Time, energy and server cost by cut", costs, 3, "model,scheme,cut,place,seconds,joules,usd",
            models.SelectMany(m => m.Cuts.Where(c => c.Scheme is CutFigure.Ours or CutFigure.Plain).Select(c => Row(m.Name, c.Scheme, c.Cut, c.Place, c.Seconds, c.Joules, c.Usd))));
        Figure(6, "Parameter size by tolerated loss", [.. models.Select(SizeChart)], Columns, "model,method,setting,bytes,of_fp32,tolerates_points,top1,lost_points,low,high",
            models.SelectMany(m => m.Sizes.Select(s => Row(m.Name, s.Method, s.Setting, s.Bytes, s.Bytes / m.FloatBytes, s.Tolerates, s.Top1, s.Lost.Points, s.Lost.Low, s.Lost.High))));
        ByCut(7, "Objective by cut", "objective", "objective", c => c.Objective);
        ByCut(8, "Time by cut", "seconds", "seconds of a request", c => c.Seconds);
        ByCut(9, "Energy by cut", "joules", "joules of the device", c => c.Joules);
        ByCut(10, "Payload by cut", "bytes", "bytes, weights and tensor", c => c.WeightBytes + c.TensorBytes);
    }

    private void ByCut(int number, string title, string column, string unit, Func<CutFigure, double> value) => Figure(
        number, title, [.. models.Select(m => CutChart(m, m.Name, unit, Schemes, value, logarithmic: true))], Columns, $"model,scheme,cut,place,{column},note",
        models.SelectMany(m => m.Cuts.Select(c => Row(m.Name, c.Scheme, c.Cut, c.Place, value(c), c.Note))));

    private static Chart LayerChart(ModelFigures model)
    {
        int layers = model.Layers[0].Layers.Count;
        return new Chart(model.Name, "layer", "reduction, %", [.. Enumerable.Range(1, layers).Select(i => $"{i}")],
            [.. model.Layers.Where(l => l.Layers.Count == layers).Select(l => new ChartSeries(l.Method, [.. l.Layers.Select(x => (double?)(100 * x.Reduction))]))])
        {
            Bars = true,
            Marks = [new ChartMark("paper's mean", Paper.MeanReduction)],
        };
    }

    private static IEnumerable<Chart> CostCharts(ModelFigures model)
    {
        string[] schemes = [CutFigure.Ours, CutFigure.Plain];
        yield return CutChart(model, $"{model.Name}: time", "seconds", schemes, c => c.Seconds, logarithmic: true);
        yield return CutChart(model, $"{model.Name}: energy", "joules", schemes, c => c.Joules, logarithmic: true);
        yield return CutChart(model, $"{model.Name}: server cost", "1e-9 USD", schemes, c => 1e9 * c.Usd, logarithmic: false);
    }

    private static Chart CutChart(ModelFigures model, string title, string unit, IEnumerable<string> schemes, Func<CutFigure, double> value, bool logarithmic)
    {
        int last = model.Cuts.Max(c => c.Cut);
        int[] cuts = [.. Enumerable.Range(0, last + 1)];
        return new Chart(title, "cut", unit, [.. cuts.Select(c => $"{c}")],
            [.. schemes.Where(s => model.Cuts.Any(c => c.Scheme == s)).Select(s => new ChartSeries(s, [.. cuts.Select(at => model.Cuts.Where(c => c.Scheme == s && c.Cut == at).Select(c => (double?)value(c)).FirstOrDefault())]))])
        {
            Logarithmic = logarithmic,
        };
    }

    private static Chart SizeChart(ModelFigures model) => new(model.Name, "tolerated loss, points", "% of fp32 weights", [.. Levels.Select(l => l.ToString(CultureInfo.InvariantCulture))],
        [.. model.Sizes.Select(s => s.Method).Distinct().Select(method => new ChartSeries(method, [.. Levels.Select(level => Smallest(model, method, level) is { } s ? 100 * s.Bytes / model.FloatBytes : (double?)null)]))]);

    /// <summary>The least size of a method for a tolerated loss, by its calibration samples.</summary>
    public static SizeFigure? Smallest(ModelFigures model, string method, double level) => model.Sizes.Where(s => s.Method == method && s.Tolerates <= level).MinBy(s => s.Bytes);

    private void Figure(int number, string title, IReadOnlyList<Chart> charts, int columns, string header, IEnumerable<string> rows)
    {
        string path = Path.Combine(folder, $"figure-{number}");
        string about = $"{title}: {string.Join("; ", charts.Select(c => $"{c.Title} ({string.Join(", ", c.Series.Select(s => s.Name))})"))}. The numbers are in figure-{number}.csv.";
        AtomicFile.WriteText(path + ".svg", SvgFigure.Draw($"Fig. {number}. {title}", about, charts, columns));
        AtomicFile.WriteText(path + ".csv", string.Concat(rows.Prepend(header).Select(r => r + "\n")));
    }

    private static string Row(params object[] cells) => string.Join(',', cells.Select(c => c switch
    {
        double number => number.ToString("g9", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => $"\"{c.ToString()!.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
    }));
}
