namespace Fulcrum.Operators.Exits;

/// <summary>
/// The thresholds of least expected work under a limit of accuracy. Exit by exit the samples that are left are sorted by confidence, so that every threshold lets a
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
    private readonly int _leastRight;
    private readonly double[] _now;
    private double[] _best;
    private double _bestCost;
    private int _bestRight;

    private ThresholdSearch(ExitAnswers answers, double[] costs, double maxDrop)
    {
        (_answers, _costs) = (answers, costs);
        int full = answers.Right[^1].Count(r => r);
        _leastRight = full - (int)Math.Floor((maxDrop * answers.Samples / 100) + 1e-9);
        _orders = [.. answers.Confidences.Select(c => Enumerable.Range(0, c.Length).Where(i => !double.IsNaN(c[i])).OrderByDescending(i => c[i]).ToArray())];
        _grid = (int)Math.Clamp(Math.Pow(Combinations, 1.0 / Math.Max(1, costs.Length - 2)), 2, 200);
        _now = [.. answers.Confidences.Select(_ => ExitPoint.Never)];
        (_best, _bestCost, _bestRight) = ([.. _now], costs[^1] * answers.Samples, full);
    }

    /// <summary>The thresholds and the mean cost of a sample.</summary>
    /// <param name="answers">What the exits say of the calibration samples.</param>
    /// <param name="costs">The cost of a sample that leaves at each exit, then at the end.</param>
    /// <param name="maxDrop">Points of accuracy that may be lost against the final output.</param>
    public static (IReadOnlyList<double> Thresholds, double Cost) Run(ExitAnswers answers, IReadOnlyList<double> costs, double maxDrop)
    {
        var search = new ThresholdSearch(answers, [.. costs], maxDrop);
        search.At(0, new bool[answers.Samples], 0, 0);
        return (search._best, search._bestCost / Math.Max(1, answers.Samples));
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
        if (right < _leastRight || cost > _bestCost || (cost == _bestCost && right <= _bestRight))
            return;
        (_best, _bestCost, _bestRight) = ([.. _now], cost, right);
    }
}
