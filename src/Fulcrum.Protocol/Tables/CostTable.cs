namespace Fulcrum.Protocol.Tables;

/// <summary>
/// Plans as rows of numbers: what each costs and what its limits come to, linear in the conditions. A choice is one pass over the rows: the lower envelope of the plans, and no allocation.
/// </summary>
public sealed class CostTable
{
    private readonly int _features;
    private readonly double[] _costs, _most;
    private readonly double[][] _limits;

    /// <summary>Makes a table.</summary>
    /// <param name="features">Numbers that conditions are (<see cref="FeatureLayout"/>).</param>
    /// <param name="rows">The rows.</param>
    /// <param name="most">What each limit may come to.</param>
    public CostTable(int features, IReadOnlyList<CostRow> rows, IReadOnlyList<double> most)
    {
        (_features, Count, _most) = (features, rows.Count, [.. most]);
        _costs = new double[features * rows.Count];
        _limits = [.. most.Select(_ => new double[features * rows.Count])];
        for (int r = 0; r < rows.Count; r++)
            Write(r, rows[r]);
    }

    /// <summary>How many rows there are.</summary>
    public int Count { get; }

    /// <summary>Gives a row other numbers.</summary>
    public void Write(int row, CostRow numbers)
    {
        numbers.Cost.CopyTo(_costs.AsSpan(row * _features, _features));
        for (int l = 0; l < _limits.Length; l++)
            numbers.Limits[l].CopyTo(_limits[l].AsSpan(row * _features, _features));
    }

    /// <summary>The cheapest row that keeps its limits; -1 when none does. Allocates nothing.</summary>
    /// <param name="features">The conditions.</param>
    /// <param name="barred">Rows that may not be chosen now, by number; empty: none.</param>
    public int Choose(ReadOnlySpan<double> features, ReadOnlySpan<bool> barred = default)
    {
        (int best, double least) = (-1, double.PositiveInfinity);
        for (int row = 0; row < Count; row++)
        {
            double cost = Cost(row, features);
            if (cost < least && Allows(row, features, barred))
                (best, least) = (row, cost);
        }

        return best;
    }

    /// <summary>What a row costs. Allocates nothing.</summary>
    public double Cost(int row, ReadOnlySpan<double> features) => Dot(_costs, row, features);

    /// <summary>Whether a row keeps its limits. Allocates nothing.</summary>
    public bool Allows(int row, ReadOnlySpan<double> features, ReadOnlySpan<bool> barred = default)
    {
        if (!barred.IsEmpty && barred[row])
            return false;
        for (int l = 0; l < _limits.Length; l++)
        {
            if (Dot(_limits[l], row, features) > _most[l])
                return false;
        }

        return true;
    }

    private double Dot(double[] rows, int row, ReadOnlySpan<double> features) => FeatureLayout.Dot(rows.AsSpan(row * _features, _features), features);
}

/// <summary>A plan as coefficients over <see cref="FeatureLayout"/>.</summary>
/// <param name="Cost">Of what is minimised.</param>
/// <param name="Limits">Of each limit, in the order of the table's.</param>
public sealed record CostRow(double[] Cost, IReadOnlyList<double[]> Limits);
