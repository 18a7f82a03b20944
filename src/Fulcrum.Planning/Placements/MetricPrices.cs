using Fulcrum.Protocol.Tables;

namespace Fulcrum.Planning.Placements;

/// <summary>A weighted sum of metrics under fixed conditions, as a price for each quantity of a segment and of a link.</summary>
internal sealed class MetricPrices
{
    private readonly double[][] _segments, _links;
    private readonly double[] _depths;

    /// <summary>Asks the cost model what one unit of each quantity costs.</summary>
    public MetricPrices(MetricModel model, IReadOnlyList<double> weights, double[] features)
    {
        int tiers = model.System.Tiers.Count;
        _segments = [.. Enumerable.Range(0, tiers).Select(t => Prices(SegmentQuantity.Count, (metric, q, into) => model.AddSegment(metric, t, q, into)))];
        _links = [.. Enumerable.Range(0, tiers - 1).Select(l => Prices(LinkQuantity.Count, (metric, q, into) => model.AddLink(metric, l, q, into)))];
        _depths = [.. Enumerable.Range(0, tiers).Select(depth => Sum((metric, into) => model.AddDepth(metric, depth, into)))];

        double[] Prices(int count, Action<Metric, double[], double[]> add) =>
            [.. Enumerable.Range(0, count).Select(q => Sum((metric, into) => add(metric, [.. Enumerable.Range(0, count).Select(i => i == q ? 1.0 : 0)], into)))];

        double Sum(Action<Metric, double[]> add)
        {
            double sum = 0;
            foreach (Metric metric in Metrics.All.Where(m => weights[(int)m] != 0))
            {
                double[] coefficients = new double[features.Length];
                add(metric, coefficients);
                sum += weights[(int)metric] * FeatureLayout.Dot(coefficients, features);
            }

            return sum;
        }
    }

    public double Depth(int links) => _depths[links];

    public double Segment(int tier, ReadOnlySpan<double> q) => FeatureLayout.Dot(_segments[tier], q);

    public double Link(int link, ReadOnlySpan<double> q) => FeatureLayout.Dot(_links[link], q);

    /// <summary>The price of a unit of several quantities of a link.</summary>
    public double Link(int link, params ReadOnlySpan<int> quantities)
    {
        double sum = 0;
        foreach (int q in quantities)
            sum += _links[link][q];
        return sum;
    }

    /// <summary>The price of what a cut asks of a link when the link before has brought it already: bytes, but neither loss nor coding.</summary>
    public double HandOn(int link, ReadOnlySpan<double> q) => FeatureLayout.Dot(q[..LinkQuantity.Drop], _links[link]);
}
