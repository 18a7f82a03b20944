namespace Fulcrum.Operators.Exits;

/// <summary>
/// The thresholds of least expected work for every number of right answers. Exit by exit the samples that are left are sorted by confidence, so that every threshold lets a
/// prefix leave: all prefixes are tried at the last exit, evenly spread ones at those before.
/// </summary>
internal sealed class ThresholdSearch
{
    /// <summary>Combinations of thresholds of all exits but the last.</summary>
    private const int Combinations = 2000;

    private readonly ExitAnswers _answers;
    private readonly double[] _costs;
    private readonly int[][] _orders;
    private readonly int _grid;
    private readonly double[] _now;
    private readonly Dictionary<int, (double[] Thresholds, double Cost)> _best = [];

    private ThresholdSearch(ExitAnswers answers, double[] costs)
    {
        (_answers, _costs) = (answers, costs);
        _orders = [.. answers.Confidences.Select(c => Enumerable.Range(0, c.Length).Where(i => !double.IsNaN(c[i])).OrderByDescending(i => c[i]).ToArray())];
        _grid = (int)Math.Clamp(Math.Pow(Combinations, 1.0 / Math.Max(1, costs.Length - 2)), 2, 200);
        _now = [.. answers.Confidences.Select(_ => ExitPoint.Never)];
        _best[answers.Right[^1].Count(r => r)] = ([.. _now], costs[^1] * answers.Samples);
    }

    /// <summary>The thresholds and the mean cost of a sample.</summary>
    /// <param name="answers">What the exits say of the calibration samples.</param>
    /// <param name="costs">The cost of a sample that leaves at each exit, then at the end.</param>
    /// <param name="maxDrop">Points of accuracy that may be lost against the final output.</param>
    public static (IReadOnlyList<double> Thresholds, double Cost) Run(ExitAnswers answers, IReadOnlyList<double> costs, double maxDrop)
    {
        int leastRight = answers.Right[^1].Count(r => r) - (int)Math.Floor((maxDrop * answers.Samples / 100) + 1e-9);
        ThresholdChoice best = Frontier(answers, costs).Where(c => c.Right >= leastRight).MinBy(c => c.Work)!;
        return (best.Thresholds, best.Work);
    }

    /// <summary>The least work for each number of right answers, the most first; those that another beats in both are left out.</summary>
    /// <param name="answers">What the exits say of samples.</param>
    /// <param name="costs">The cost of a sample that leaves at each exit, then at the end.</param>
    public static IReadOnlyList<ThresholdChoice> Frontier(ExitAnswers answers, IReadOnlyList<double> costs)
    {
        var search = new ThresholdSearch(answers, [.. costs]);
        if (search._orders.Length > 0)
            search.At(0, new bool[answers.Samples], 0, 0);
        List<ThresholdChoice> kept = [];
        foreach ((int right, (double[] thresholds, double cost)) in search._best.OrderByDescending(b => b.Key))
        {
            double work = cost / Math.Max(1, answers.Samples);
            if (kept.Count == 0 || work < kept[^1].Work)
                kept.Add(new ThresholdChoice(thresholds, right, work));
        }

        return kept;
    }

    private void At(int exit, bool[] left, int right, double cost)
    {
        int[] order = [.. _orders[exit].Where(i => !left[i])];
        bool isLast = exit == _orders.Length - 1;
        int staying = 0, stayingRight = 0;
        for (int i = 0; i < left.Length; i++)
        {
            staying += left[i] ? 0 : 1;
            stayingRight += !left[i] && _answers.Right[^1][i] ? 1 : 0;
        }

        _now[exit] = ExitPoint.Never;
        Take(0);
        int step = isLast ? 1 : Math.Max(1, order.Length / _grid), next = step;
        for (int n = 1; n <= order.Length; n++)
        {
            int sample = order[n - 1];
            left[sample] = true;
            staying--;
            stayingRight -= _answers.Right[^1][sample] ? 1 : 0;
            right += _answers.Right[exit][sample] ? 1 : 0;
            double threshold = _answers.Confidences[exit][sample];
            if (n < next || (n < order.Length && _answers.Confidences[exit][order[n]] == threshold))
                continue;
            next = n + step;
            _now[exit] = threshold;
            Take(n);
        }

        foreach (int sample in order)
            left[sample] = false;
        _now[exit] = ExitPoint.Never;

        void Take(int leaving)
        {
            double spent = cost + (leaving * _costs[exit]);
            if (isLast)
                Judge(right + stayingRight, spent + (staying * _costs[^1]));
            else
                At(exit + 1, left, right, spent);
        }
    }

    private void Judge(int right, double cost)
    {
        if (!_best.TryGetValue(right, out var known) || cost < known.Cost)
            _best[right] = ([.. _now], cost);
    }
}

/// <summary>One choice of thresholds.</summary>
/// <param name="Thresholds">Of each exit.</param>
/// <param name="Right">Samples answered right.</param>
/// <param name="Work">Mean cost of a sample.</param>
internal sealed record ThresholdChoice(IReadOnlyList<double> Thresholds, int Right, double Work);
