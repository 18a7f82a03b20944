using System.Text;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>Fig. 6 and Table IV.</summary>
internal sealed class SizeTables(StringBuilder text, IReadOnlyList<ModelFigures> models)
{
    private const double Mebi = 1 << 20;

    /// <summary>Fig. 6.</summary>
    public void Write(Action<int, string, string?> figure)
    {
        figure(6, "Parameter size by tolerated loss", "All weights of a model, as they are sent, over fp32 weights and biases.");
        Say($"| model | method |{string.Concat(FigureFiles.Levels.Select(l => FormattableString.Invariant($" {l} points |")))}\n| --- | --- |{string.Concat(FigureFiles.Levels.Select(_ => " --- |"))}");
        foreach (ModelFigures model in models)
        {
            foreach (string method in model.Sizes.Select(s => s.Method).Distinct())
                Say($"| {model.Name} | {method} |{string.Concat(FigureFiles.Levels.Select(l => FigureFiles.Smallest(model, method, l) is { } s ? FormattableString.Invariant($" {s.Bytes:#,0} B, {100 * s.Bytes / model.FloatBytes:0.0} % |") : " |"))}");
        }

        Say("\nEvery size that was made, on the test samples:\n\n| model | method | asked for | bytes | of fp32 | Top-1 % | points lost (95 %) |\n| --- | --- | --- | --- | --- | --- | --- |");
        foreach (ModelFigures model in models)
        {
            foreach (SizeFigure s in model.Sizes)
                Say(FormattableString.Invariant($"| {model.Name} | {s.Method} | {s.Setting} | {s.Bytes:#,0} | {100 * s.Bytes / model.FloatBytes:0.00} % | {100 * s.Top1:0.00} | {s.Lost} |"));
        }
    }

    /// <summary>Table IV: the smallest size of each method that calibration allows at a quarter of a point, and at one.</summary>
    public void TableFour()
    {
        Say("""

            ## Table IV: size and accuracy

            Ratios are against fp32 *weights*. The paper's are not: its 107.96 and 180.01 MB for ResNet18 and ResNet34 equal, to the digit, torchsummary's "Estimated Total Size", which adds the input and every activation twice (forward and backward) to the
            44.59 and 83.15 MiB of weights. Where its 19.00 and 32.62 MB are what is sent, its ratios against weights are 42.6 and 39.2 %. The paper gives no intervals; its models and data are other ones.

            | model | size MiB -> MiB | ratio | Top-1 % -> % | points lost (95 %) |
            | --- | --- | --- | --- | --- |
            """);
        foreach (ModelFigures model in models)
        {
            foreach ((string method, double level) in model.Sizes.Select(s => s.Method).Distinct().SelectMany(m => new[] { (m, 0.25), (m, 1.0) }))
            {
                if (FigureFiles.Smallest(model, method, level) is { } s)
                    Say(FormattableString.Invariant($"| {model.Name}, {method}, {level} tolerated | {model.FloatBytes / Mebi:0.000} -> {s.Bytes / Mebi:0.000} | {100 * s.Bytes / model.FloatBytes:0.00} % | {100 * model.Top1:0.00} -> {100 * s.Top1:0.00} | {s.Lost} |"));
            }
        }

        foreach (var p in Paper.TableFour)
            Say(FormattableString.Invariant($"| {p.Model}, *paper* | {p.Before:0.00} -> {p.After:0.00} | {p.Ratio:0.00} % | {p.Initial:0.00} -> {p.Optimized:0.00} | {p.Initial - p.Optimized:0.00} |"));
    }

    private void Say(string line) => text.Append(line).Append('\n');
}
