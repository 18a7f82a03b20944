using Fulcrum.Planning.Profiles;

namespace Fulcrum.Planning.Prediction;

/// <summary>Fits the time of nodes by op and precision.</summary>
public static class OpFitter
{
    /// <summary>One fit for each op of each precision, in order of their names. Models that were measured on a machine that was not quiet are left out where one of their precision was not: <see cref="ControlRatio.IsSteady"/>. Nodes that another one's kernel does the work of count as taking no time: so will their like elsewhere.</summary>
    public static IReadOnlyList<OpFit> Fit(IEnumerable<ModelProfile> models)
    {
        var nodes = models.GroupBy(m => m.Precision).SelectMany(g => g.Any(m => m.Control.IsSteady()) ? g.Where(m => m.Control.IsSteady()) : g).SelectMany(m => NodeTimes.Of(m) is var times ? m.Nodes.Select(n => (m.Precision, Node: n, Ms: times[n.Index])) : []).Where(n => n.Node.Macs is not null || n.Node.Bytes is not null || n.Ms > 0);
        return [.. nodes.GroupBy(n => (n.Precision, n.Node.Op)).OrderBy(g => g.Key.Precision, StringComparer.Ordinal).ThenBy(g => g.Key.Op, StringComparer.Ordinal).Select(g => Fit(g.Key.Precision, g.Key.Op, [.. g.Select(n => (n.Node, n.Ms))]))];
    }

    private static OpFit Fit(string precision, string op, (NodeProfile Node, double Ms)[] nodes)
    {
        double[] found = LeastSquares.Solve([.. nodes.Select(n => new[] { n.Node.Macs ?? 0, n.Node.Bytes ?? 0, 1.0 })], [.. nodes.Select(n => n.Ms)]);
        return new OpFit(precision, op, found[2], found[0] * 1e6, found[1] * 1e6, nodes.Length);
    }
}
