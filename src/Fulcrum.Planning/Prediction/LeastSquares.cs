namespace Fulcrum.Planning.Prediction;

/// <summary>Least squares with no coefficient negative, for few columns: of all sets of columns whose solution is not negative, the one that fits best.</summary>
internal static class LeastSquares
{
    /// <summary>A set with more columns must leave this much less, of all there is to explain.</summary>
    private const double Gain = 1e-9;

    /// <summary>The coefficients, one for each column; earlier and fewer columns win where they fit as well.</summary>
    /// <param name="rows">The columns of each row.</param>
    /// <param name="values">What they add up to.</param>
    public static double[] Solve(IReadOnlyList<double[]> rows, IReadOnlyList<double> values)
    {
        int columns = rows[0].Length;
        double[] scale = [.. Enumerable.Range(0, columns).Select(c => Math.Sqrt(rows.Sum(r => r[c] * r[c])))];
        double[][] scaled = [.. rows.Select(r => r.Select((v, c) => scale[c] > 0 ? v / scale[c] : 0).ToArray())];
        double all = values.Sum(v => v * v);
        (double[] best, double least) = (new double[columns], all);
        foreach (int[] set in Enumerable.Range(1, (1 << columns) - 1).Select(mask => Enumerable.Range(0, columns).Where(c => (mask & (1 << c)) != 0).ToArray()).Where(s => s.All(c => scale[c] > 0)).OrderBy(s => s.Length))
        {
            if (Normal(scaled, values, set) is not double[] found || found.Any(f => f < 0))
                continue;
            double left = scaled.Zip(values, (r, v) => v - set.Select((c, i) => r[c] * found[i]).Sum()).Sum(d => d * d);
            if (left >= least - (Gain * all))
                continue;
            (best, least) = (new double[columns], left);
            for (int i = 0; i < set.Length; i++)
                best[set[i]] = found[i] / scale[set[i]];
        }

        return best;
    }

    /// <summary>Solves the normal equations by elimination; null when they have no single solution.</summary>
    private static double[]? Normal(double[][] rows, IReadOnlyList<double> values, int[] set)
    {
        int n = set.Length;
        double[,] a = new double[n, n + 1];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                a[i, j] = rows.Sum(r => r[set[i]] * r[set[j]]);
            a[i, n] = rows.Zip(values, (r, v) => r[set[i]] * v).Sum();
        }

        for (int pivot = 0; pivot < n; pivot++)
        {
            if (a[pivot, pivot] < 1e-9)
                return null;
            for (int row = 0; row < n; row++)
            {
                double factor = row == pivot ? 0 : a[row, pivot] / a[pivot, pivot];
                for (int column = pivot; column <= n && factor != 0; column++)
                    a[row, column] -= factor * a[pivot, column];
            }
        }

        return [.. Enumerable.Range(0, n).Select(i => a[i, n] / a[i, i])];
    }
}
