namespace Fulcrum.Lab.Recommending;

/// <summary>
/// Fits the parameters to medians: the most probable ones under the priors, by Gauss-Newton steps on relative errors, seconds held at 0 or above. Errors of cells have Student's t, so that a wild cell pulls
/// little, and their spread is estimated with the parameters. Equations in docs/recommending.md.
/// </summary>
internal sealed class LatencyFit
{
    /// <summary>Relative error of the model's equation in a cell, before anything was measured, and how many cells that belief is worth.</summary>
    public const double CellSpread = 0.05;

    private const double CellWorth = 4, LeastCellSpread = 0.01, Freedom = 5;
    private const int Rounds = 8, MostSteps = 25, Halvings = 8;
    private readonly LatencyPriors _priors;
    private readonly LatencyObservation[] _observations;
    private readonly double[] _weights;

    private LatencyFit(LatencyPriors priors, IEnumerable<LatencyObservation> observations)
    {
        (_priors, _observations) = (priors, [.. observations]);
        (Theta, _weights) = (new double[priors.Count], [.. _observations.Select(_ => 1.0)]);
    }

    /// <summary>The parameters.</summary>
    public double[] Theta { get; private set; }

    /// <summary>Standard deviation of the logarithm of a cell's median about the equation.</summary>
    public double Spread { get; private set; } = CellSpread;

    /// <summary>How much the first observations of kind total count, one for each cell: below 1 for wild ones.</summary>
    public IReadOnlyList<double> CellWeights => [.. _weights.Where((_, i) => _observations[i].Kind == ObservationKind.Total)];

    /// <summary>Fits.</summary>
    public static LatencyFit Of(LatencyPriors priors, IReadOnlyList<MeasuredCell> cells)
    {
        var fit = new LatencyFit(priors, cells.SelectMany(c => LatencyObservation.Of(c, priors.Terms[c.Strategy])));
        for (int round = 0; round < Rounds && cells.Count > 0; round++)
        {
            double before = fit.Spread;
            fit.Minimise();
            fit.Reweigh();
            if (round > 1 && Math.Abs(fit.Spread / before - 1) < 1e-3)
                break;
        }

        return fit;
    }

    /// <summary>The inverse of the parameters' covariance, factored.</summary>
    public PositiveMatrix Precision() => PositiveMatrix.Of(Normal(Theta).Matrix);

    private double Variance(int i) => ((Spread * Spread / _weights[i]) + (_observations[i].Error * _observations[i].Error)) * _observations[i].Share;

    private void Minimise()
    {
        double cost = Cost(Theta);
        for (int step = 0; step < MostSteps; step++)
        {
            double[] next = Step();
            double length = next.Zip(Theta, (a, b) => Math.Abs(a - b)).Max(), nextCost = Cost(next);
            for (int halving = 0; halving < Halvings && nextCost > cost; halving++)
            {
                next = [.. next.Zip(Theta, (a, b) => (a + b) / 2)];
                nextCost = Cost(next);
            }

            if (nextCost > cost)
                return;
            (Theta, double gain, cost) = (next, cost - nextCost, nextCost);
            if (length < 1e-7 || gain < 1e-10 * (1 + cost))
                return;
        }
    }

    private double Cost(double[] theta)
    {
        double cost = 0;
        for (int i = 0; i < _observations.Length; i++)
            cost += Math.Pow(_observations[i].Residual(_observations[i].Value(theta)), 2) / Variance(i);
        for (int p = 0; p < theta.Length; p++)
            cost += theta[p] * theta[p] * _priors.Precision(p);
        return cost;
    }

    private (double[,] Matrix, double[] Right) Normal(double[] theta)
    {
        int n = theta.Length;
        double[,] matrix = new double[n, n];
        double[] right = new double[n];
        for (int p = 0; p < n; p++)
        {
            matrix[p, p] = _priors.Precision(p);
            right[p] = -theta[p] * matrix[p, p];
        }

        for (int i = 0; i < _observations.Length; i++)
        {
            PartValue value = _observations[i].Value(theta);
            double weight = 1 / Variance(i), scale = _observations[i].SlopeScale(value), residual = _observations[i].Residual(value);
            foreach ((int p, double slope) in value.Slopes)
            {
                right[p] += weight * scale * slope * residual;
                foreach ((int q, double other) in value.Slopes)
                    matrix[p, q] += weight * scale * scale * slope * other;
            }
        }

        return (matrix, right);
    }

    /// <summary>The parameters after a full step; those in seconds that it would make negative are held at 0 and the others found again.</summary>
    private double[] Step()
    {
        (double[,] matrix, double[] right) = Normal(Theta);
        int n = Theta.Length;
        while (true)
        {
            double[] step = PositiveMatrix.Of(matrix).Solve(right);
            int[] negative = [.. Enumerable.Range(0, n).Where(p => _priors.IsSeconds(p) && Theta[p] + step[p] < -1e-12)];
            if (negative.Length == 0)
                return [.. Theta.Zip(step, (t, s) => t + s).Select((v, p) => _priors.IsSeconds(p) ? Math.Max(0, v) : v)];
            foreach (int fixedAt in negative)
            {
                for (int p = 0; p < n; p++)
                {
                    right[p] -= matrix[p, fixedAt] * -Theta[fixedAt];
                    (matrix[p, fixedAt], matrix[fixedAt, p]) = (0, 0);
                }

                (matrix[fixedAt, fixedAt], right[fixedAt]) = (1, -Theta[fixedAt]);
            }
        }
    }

    /// <summary>Weights by Student's t, then the spread of the cells with the freedom that the fit has left them.</summary>
    private void Reweigh()
    {
        PositiveMatrix precision = Precision();
        double squares = CellWorth * CellSpread * CellSpread, freedom = CellWorth;
        for (int i = 0; i < _observations.Length; i++)
        {
            PartValue value = _observations[i].Value(Theta);
            double residual = _observations[i].Residual(value), variance = Variance(i);
            if (_observations[i].Kind == ObservationKind.Total)
            {
                double left = 1 - Math.Min(1, Variance(precision, value, _observations[i].SlopeScale(value)) / variance);
                squares += Math.Max(0, (_weights[i] * residual * residual) - (left * _observations[i].Error * _observations[i].Error));
                freedom += left;
            }

            _weights[i] = Math.Min(1, (Freedom + 1) / (Freedom + (residual * residual * _weights[i] / ((Spread * Spread) + (_observations[i].Error * _observations[i].Error * _weights[i])))));
            _weights[i] = Math.Max(1e-6, _weights[i]);
        }

        Spread = Math.Max(LeastCellSpread, Math.Sqrt(squares / freedom));
    }

    private static double Variance(PositiveMatrix precision, PartValue value, double scale)
    {
        double[] slopes = precision.Forward(Dense(value, scale, precision.Size));
        return slopes.Sum(s => s * s);
    }

    /// <summary>Slopes as one number for each parameter.</summary>
    public static double[] Dense(PartValue value, double scale, int count)
    {
        double[] dense = new double[count];
        foreach ((int p, double slope) in value.Slopes)
            dense[p] += scale * slope;
        return dense;
    }
}
