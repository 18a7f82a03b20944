using Fulcrum.Operators.Sptq;

namespace Fulcrum.Operators.Pack;

/// <summary>
/// What an error e in a layer's weights does to the model's outputs, to second order: the sum over its output channels r of s_r e_r' H e_r, with H the second moments of the layer's inputs and
/// s_r what a change of the channel does to the outputs (the Kronecker form of Martens and Grosse 2015).
/// </summary>
/// <param name="Site">The weight.</param>
/// <param name="Layout">It as matrices.</param>
/// <param name="Parts">The factored moments of its inputs.</param>
/// <param name="Moment">H's mean diagonal that the parts were divided by, by part.</param>
/// <param name="Means">The mean of its inputs, by group.</param>
/// <param name="RowWeights">s_r.</param>
internal sealed record LayerCurvature(WeightSite Site, WeightLayout Layout, RoundingPart[] Parts, double[] Moment, double[][] Means, double[] RowWeights)
{
    /// <summary>A layer whose output channels count alike, until more is known.</summary>
    public static LayerCurvature Of(WeightSite site, LayerStatistics statistics)
    {
        RoundingPart[] parts = [.. RoundingPart.Of(site.Layout!, statistics)];
        double count = Math.Max(1, statistics.Count);
        double[] ones = new double[site.Layout!.Rows];
        Array.Fill(ones, 1);
        return new LayerCurvature(site, site.Layout, parts, [.. parts.Select(p => Math.Max(p.Scale / count, 1e-30))], [.. Enumerable.Range(0, site.Layout.Groups).Select(statistics.Mean)], ones);
    }

    /// <summary>The sum of H's diagonal over the inputs of a group.</summary>
    public double Trace(int group) => Parts.Zip(Moment).Where(p => p.First.Group == group).Sum(p => p.Second * p.First.Order.Length);
}
