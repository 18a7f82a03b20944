namespace Fulcrum.Operators.Pack;

/// <summary>How long codes will be: magnitudes follow a geometric law whose mean is the product of a row's and a column's share.</summary>
/// <param name="rows">Rows.</param>
/// <param name="columns">Columns.</param>
internal sealed class CodeLengths(int rows, int columns)
{
    private const double Prior = 2;
    private double[] _rowSums = new double[rows], _columnSums = new double[columns], _rows = [], _columns = [];

    /// <summary>Takes note of a magnitude.</summary>
    public void Count(int row, int column, double magnitude)
    {
        _rowSums[row] += magnitude;
        _columnSums[column] += magnitude;
    }

    /// <summary>From here on lengths follow what was counted since the last time.</summary>
    public void Settle()
    {
        double mean = Math.Max(_rowSums.Sum() / ((double)rows * columns), 1e-6);
        _rows = [.. _rowSums.Select(s => (s + (Prior * mean)) / (columns + Prior))];
        _columns = [.. _columnSums.Select(s => (s + (Prior * mean)) / (rows + Prior) / mean)];
        (_rowSums, _columnSums) = (new double[rows], new double[columns]);
    }

    /// <summary>Bits by which a code grows when its magnitude grows by one: -log2 of the ratio t of the law with mean magnitude m = 2 t / (1 - t²).</summary>
    public double PerUnit(int row, int column)
    {
        double mean = Math.Max(_rows[row] * _columns[column], 1e-4);
        return -Math.Log2((Math.Sqrt(1 + (mean * mean)) - 1) / mean);
    }
}
