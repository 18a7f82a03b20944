using System.Text;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>What the table says, and what it does not hold.</summary>
internal sealed class Reading(Strategies strategies, Results results)
{
    /// <summary>Points that nobody would call noise in use.</summary>
    private const double ManyPoints = 1;

    private readonly ResultRow[] _measured = [.. strategies.Models.SelectMany(m => strategies.Compositions.Select(c => results.Of(m.Name, c.Name))).OfType<ResultRow>().Where(r => r.Figures is not null && r.Composition != Composition.Identity)];

    public void Write(StringBuilder text)
    {
        text.Append("\n## Reading\n\n");
        List(text, FormattableString.Invariant($"Loses more than {ManyPoints} point of Top-1, the whole interval:"), _measured.Where(r => r.Figures!.Metrics?.DropInterval[0] > ManyPoints), r => FormattableString.Invariant($"{r.Figures!.Metrics!.DropPoints:0.00} points"));
        List(text, "Slower than identity, by more than identity differs from itself in any row of the model:", _measured.Where(IsSlower), r => r.Figures!.Latency.Ratio.ToString());
        List(text, "Neither faster nor slower than identity, by the same measure:", _measured.Where(r => !IsSlower(r) && !IsFaster(r)), r => r.Figures!.Latency.Ratio.ToString());
        List(text, "Larger than identity:", _measured.Where(r => r.Figures!.Bytes > results.Of(r.Model, Composition.Identity)?.Figures?.Bytes), r => FormattableString.Invariant($"{r.Figures!.Bytes:#,0} bytes"));
        List(text, "Quantized and slower than fp32; the costliest kernels, measured, of the variant and of identity:", _measured.Where(r => r.Figures!.Kernels is not null), Kernels);
        List(text, "Not measured:", strategies.Models.SelectMany(m => results.Rows.Where(r => r.Model == m.Name && r.Figures is null)), r => $"{r.Status}: {r.Reason}");
    }

    private bool IsSlower(ResultRow row) => row.Figures!.Latency.Ratio.Low > Math.Max(1, Controls(row).Max(c => c.High));

    private bool IsFaster(ResultRow row) => row.Figures!.Latency.Ratio.High < Math.Min(1, Controls(row).Min(c => c.Low));

    /// <summary>What identity differed from itself by, beside any variant of the model: sessions of the same model differ by more than runs of one.</summary>
    private IEnumerable<Interval> Controls(ResultRow row) => _measured.Where(r => r.Model == row.Model).Select(r => r.Figures!.Latency.Control);

    private static void List(StringBuilder text, string title, IEnumerable<ResultRow> rows, Func<ResultRow, string> what)
    {
        string[] lines = [.. rows.Select(r => $"- {r.Model}{(r.Operators.Length == 0 ? "" : $", `{r.Operators}`")}: {what(r)}\n")];
        if (lines.Length > 0)
            text.Append($"{title}\n\n{string.Concat(lines)}\n");
    }

    private static string Kernels(ResultRow row) => $"{Costs(row.Figures!.Kernels!)}; identity: {Costs(row.Figures.IdentityKernels ?? [])}";

    private static string Costs(IEnumerable<KernelCost> kernels) => string.Join(", ", kernels.Select(k => FormattableString.Invariant($"{k.Kernel} `{k.Node}` {k.Microseconds:0.0} us ({100 * k.Share:0} %)")));
}
