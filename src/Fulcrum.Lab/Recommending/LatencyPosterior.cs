namespace Fulcrum.Lab.Recommending;

/// <summary>What is believed of all latencies after measurements: predictions with their errors, and how errors of different strategies go together.</summary>
public sealed class LatencyPosterior
{
    private readonly LatencyFit _fit;
    private readonly LatencyPriors _priors;
    private readonly PositiveMatrix _precision;
    private readonly Dictionary<(int Strategy, string Links), (MeasuredCell Cell, double Weight)> _cells = [];

    private LatencyPosterior(IReadOnlyList<CandidateStrategy> candidates, LatencyPriors priors, LatencyFit fit, IReadOnlyList<MeasuredCell> cells)
    {
        (Candidates, _priors, _fit, Cells) = (candidates, priors, fit, cells);
        _precision = fit.Precision();
        IReadOnlyList<double> weights = fit.CellWeights;
        for (int i = 0; i < cells.Count; i++)
            _cells[(cells[i].Strategy, cells[i].Links.Key)] = (cells[i], weights[i]);
    }

    /// <summary>The strategies.</summary>
    public IReadOnlyList<CandidateStrategy> Candidates { get; }

    /// <summary>What it was fitted to.</summary>
    public IReadOnlyList<MeasuredCell> Cells { get; }

    /// <summary>Relative spread of measured medians about the model's equation.</summary>
    public double CellSpread => _fit.Spread;

    /// <summary>Fits the latency model; without cells it is the planner's, with the spread of its predictions.</summary>
    /// <param name="candidates">The strategies.</param>
    /// <param name="cells">At most one for each strategy and conditions.</param>
    /// <param name="links">Conditions by which the unit of overheads is set when nothing was measured.</param>
    public static LatencyPosterior Fit(IReadOnlyList<CandidateStrategy> candidates, IReadOnlyList<MeasuredCell> cells, LinkFacts links)
    {
        MeasuredCell[] ordered = [.. cells.OrderBy(c => c.Strategy).ThenBy(c => c.Links.Key, StringComparer.Ordinal)];
        double least = ordered.Length > 0 ? ordered.Min(c => c.MedianSeconds) : candidates.Min(c => c.PlannedSeconds(links)) / 4;
        var priors = new LatencyPriors(candidates, Math.Max(1e-6, least / 2));
        return new LatencyPosterior(candidates, priors, LatencyFit.Of(priors, ordered), ordered);
    }

    /// <summary>A cell that was measured; null when it was not.</summary>
    public MeasuredCell? Measured(int strategy, LinkFacts links) => _cells.TryGetValue((strategy, links.Key), out var known) ? known.Cell : null;

    /// <summary>The factor on what a strategy computes on a tier: measured over predicted.</summary>
    public double ComputeFactor(int strategy, int tier) => _priors.Terms[strategy].Compute(tier, _fit.Theta).Seconds / Candidates[strategy].Compute[tier].Seconds;

    /// <summary>Predicts the median latencies of strategies under given conditions.</summary>
    public JointLatency Predict(IReadOnlyList<int> strategies, LinkFacts links)
    {
        int n = strategies.Count;
        double[] logs = new double[n], own = new double[n];
        double[][] slopes = new double[n][];
        for (int i = 0; i < n; i++)
        {
            PartValue value = _priors.Terms[strategies[i]].Total(links, _fit.Theta);
            double known = 0, spread = _fit.Spread * _fit.Spread;
            logs[i] = Math.Log(Math.Max(value.Seconds, 1e-12));
            if (_cells.TryGetValue((strategies[i], links.Key), out var measured))
            {
                spread /= measured.Weight;
                known = spread / (spread + (measured.Cell.Error * measured.Cell.Error));
                logs[i] += known * (Math.Log(measured.Cell.MedianSeconds) - logs[i]);
            }

            own[i] = spread * (1 - known);
            slopes[i] = _precision.Forward(LatencyFit.Dense(value, (1 - known) / Math.Max(value.Seconds, 1e-12), _priors.Count));
        }

        double[,] covariance = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                covariance[i, j] = covariance[j, i] = slopes[i].Zip(slopes[j], (a, b) => a * b).Sum() + (i == j ? own[i] : 0);
        }

        return new JointLatency(logs, covariance);
    }
}

/// <summary>Latencies whose logarithms are jointly normal.</summary>
/// <param name="LogMedian">Logarithms of the medians in seconds.</param>
/// <param name="Covariance">Of the logarithms.</param>
public sealed record JointLatency(double[] LogMedian, double[,] Covariance)
{
    /// <summary>The 95th percentile of the standard normal distribution: an interval of 90 % ends there.</summary>
    private const double Z95 = 1.6448536269514722;

    /// <summary>Predicted median in seconds.</summary>
    public double Median(int i) => Math.Exp(LogMedian[i]);

    /// <summary>The expected value in seconds: above the median.</summary>
    public double Mean(int i) => Math.Exp(LogMedian[i] + (Covariance[i, i] / 2));

    /// <summary>The interval in seconds that holds it with a probability of 90 %.</summary>
    /// <param name="i">Which.</param>
    /// <param name="error">Standard error of the logarithm of a median that is to lie inside, where not the true one is meant but one that is measured.</param>
    public (double Low, double High) Interval(int i, double error = 0)
    {
        double half = Z95 * Math.Sqrt(Covariance[i, i] + (error * error));
        return (Math.Exp(LogMedian[i] - half), Math.Exp(LogMedian[i] + half));
    }

    /// <summary>Draws of all latencies together.</summary>
    public IEnumerable<double[]> Draw(int count, int seed)
    {
        PositiveMatrix factor = PositiveMatrix.Of(Covariance);
        var random = new Random(seed);
        for (int d = 0; d < count; d++)
        {
            double[] normal = [.. LogMedian.Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
            yield return [.. factor.Times(normal).Zip(LogMedian, (z, m) => Math.Exp(m + z))];
        }
    }
}
