using Fulcrum.Lab.Studies;
using Fulcrum.Statistics.Comparing;
using Fulcrum.Statistics.Effects;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Lab.Reporting;

/// <summary>What the measurements of a study say, as data.</summary>
public sealed class StudySummary
{
    /// <summary>From so many rounds on, differences are asked of rounds too: with two of them hardly any could be shown.</summary>
    public const int TellingRounds = 3;

    private const int Resamples = 1000;
    private static readonly double[] Shares = [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>Compares what can be compared.</summary>
    /// <param name="store">The study's folder.</param>
    public StudySummary(StudyStore store)
    {
        (Design, State, Emulation) = (store.State.Design, store.State, store.Emulation);
        Cells = StudyCell.Of(Design, store);
        Measured = [.. Cells.Where(c => c.LatenciesMs.Count > 0 && !c.Strategy.IsControl)];
        Controls =
        [
            .. Cells.Where(c => c.Strategy.IsControl && c.LatenciesMs.Count > 0).SelectMany(again =>
                Compare(Measured.Where(c => c.Strategy == again.Strategy with { IsControl = false }).Append(again), c => Place(c.Strategy.Model.Name, c.Strategy.Placement.Name, c.Strategy), c => c.Strategy.OperatorName)),
        ];
        Operators = Compare(Measured, c => Place(c.Strategy.Model.Name, c.Strategy.Placement.Name, c.Strategy), c => c.Strategy.Operator.Name);
        Tiers = Compare(Measured, c => Place(c.Strategy.Model.Name, c.Strategy.Operator.Name, c.Strategy), c => c.Strategy.Placement.Name);
    }

    /// <summary>The study.</summary>
    public StudyDesign Design { get; }

    /// <summary>What it was begun with.</summary>
    public StudyState State { get; }

    /// <summary>What stood for the tiers; null when none ran.</summary>
    public StudyEmulation? Emulation { get; }

    /// <summary>Every strategy, those that could not run and the controls included.</summary>
    public IReadOnlyList<StudyCell> Cells { get; }

    /// <summary>The strategies that ran, without controls.</summary>
    public IReadOnlyList<StudyCell> Measured { get; }

    /// <summary>Operators on the same tier, for each model.</summary>
    public IReadOnlyList<ComparisonReport> Operators { get; }

    /// <summary>Tiers with the same operator, for each model.</summary>
    public IReadOnlyList<ComparisonReport> Tiers { get; }

    /// <summary>Equal strategies against each other.</summary>
    public IReadOnlyList<ComparisonReport> Controls { get; }

    /// <summary>The largest ratio of medians of two equal strategies: nothing below it is called a difference. 1 without a control.</summary>
    public double Spread => Controls.SelectMany(c => c.Speedups).Select(s => s.Ratio is double r and > 0 ? Math.Max(r, 1 / r) : 1).DefaultIfEmpty(1).Max();

    /// <summary>Whether a ratio of medians is within what equal strategies differ by.</summary>
    public bool IsWithinSpread(double? ratio) => ratio is not double r || (r <= Spread && r >= 1 / Spread);

    /// <summary>Whether two levels differ by all that is known: by ranks, by more than two equal strategies do, and over rounds.</summary>
    public bool Differs(PairFinding pair, SpeedupFinding ratio) => pair.Significant && !IsWithinSpread(ratio.Ratio) && (Design.Rounds < TellingRounds || ratio.OverBlocks is { Significant: true });

    /// <summary>The 95 % bootstrap interval of a measured strategy's median, milliseconds.</summary>
    public (double Low, double High) IntervalOf(StudyCell cell) => Bootstrap.Interval(Bootstrap.Medians(cell.LatenciesMs, Resamples, State.Seed));

    /// <summary>The strategies of a model that no other beats in both latency and score, the fastest first; all scored ones are asked, by points lost.</summary>
    public static IReadOnlyList<StudyCell> Front(IEnumerable<StudyCell> cells)
    {
        StudyCell[] scored = [.. cells.Where(c => c.Accuracy is not null).OrderBy(c => c.MedianMs).ThenBy(c => c.Accuracy!.DropPoints)];
        double least = double.PositiveInfinity;
        List<StudyCell> front = [];
        foreach (StudyCell cell in scored.Where(c => c.Accuracy!.DropPoints < least))
        {
            front.Add(cell);
            least = cell.Accuracy!.DropPoints;
        }

        return front;
    }

    private static string Place(string model, string other, Strategy strategy) => $"{model}, {other}, {strategy.ModeName}{strategy.Conditions.Suffix}";

    private ComparisonReport[] Compare(IEnumerable<StudyCell> cells, Func<StudyCell, string> group, Func<StudyCell, string> level) =>
        [.. cells.GroupBy(group).Where(g => g.Count() > 1).Select(g => LatencyComparison.Compare([.. g.Select(c => new SampleGroup(g.Key, level(c), c.LatenciesMs) { Blocks = c.Rounds })], new ComparisonOptions { Seed = State.Seed, Resamples = Resamples }))];

    /// <summary>The 5th, 25th, 50th, 75th and 95th percentile of a cell's latencies.</summary>
    public static double[] Five(StudyCell cell) => [.. Shares.Select(q => Quantile.Of(cell.LatenciesMs, q))];
}
