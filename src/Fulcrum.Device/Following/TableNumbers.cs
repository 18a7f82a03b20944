using Fulcrum.Protocol.Sets;
using Fulcrum.Protocol.Tables;

namespace Fulcrum.Device.Following;

/// <summary>The rows that a device may use as numbers, corrected by what it learnt: energy by its battery, each row's times by its own factors.</summary>
internal sealed class TableNumbers
{
    private readonly TableManifest _table;
    private readonly int _features;
    private readonly double[][] _latency;

    public TableNumbers(TableManifest table)
    {
        (_table, _features) = (table, table.Features.Count);
        _latency = [.. table.Rows.Select(r => r.Latency.ToArray())];
        Costs = new CostTable(_features, [.. table.Rows.Select(r => new CostRow([.. r.Cost], [.. r.Limits.Select(l => l.ToArray())]))], [.. table.Limits.Select(l => l.Most * (1 + 1e-12))]);
    }

    /// <summary>For choosing.</summary>
    public CostTable Costs { get; }

    /// <summary>Seconds of a request.</summary>
    public double Latency(int row, ReadOnlySpan<double> features) => FeatureLayout.Dot(_latency[row], features);

    /// <summary>Corrects a row.</summary>
    /// <param name="row">Which.</param>
    /// <param name="energyFactor">What a joule counts.</param>
    /// <param name="factor">Of each tier's predicted seconds of computing; coding, which the slowdown makes longer too, is measured and stays.</param>
    public void Correct(int row, double energyFactor, Func<int, double> factor)
    {
        TableRow numbers = _table.Rows[row];
        double[] Scaled(IReadOnlyList<double> values)
        {
            double[] scaled = [.. values];
            for (int t = 0; t < numbers.Seconds.Count; t++)
            {
                double all = numbers.Latency[FeatureLayout.Slowdown(t)];
                if (all > 0)
                    scaled[FeatureLayout.Slowdown(t)] *= 1 + ((factor(t) - 1) * Math.Min(1, numbers.Seconds[t] / all));
            }

            return scaled;
        }

        _latency[row] = Scaled(numbers.Latency);
        double[][] limits = [.. numbers.Limits.Select(Scaled)];
        Costs.Write(row, new CostRow(Scaled([.. numbers.Cost.Select((c, f) => c + ((energyFactor - 1) * numbers.Energy[f]))]), limits));
    }
}
