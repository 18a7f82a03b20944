using Fulcrum.Graphs;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Tests.Deciding;

/// <summary>Every placement of nodes on tiers with every coding and pattern, costed from the equations in docs/planning.md without any of the planner's code.</summary>
internal sealed class BruteForce(RandomProblem problem, Variant variant)
{
    private readonly Graph _graph = problem.Model.Graph;
    private readonly GraphIndex _index = new(problem.Model.Graph);
    private readonly IReadOnlyList<Tier> _tiers = problem.System.Tiers;

    private int[] Live => field ??= [.. Enumerable.Range(0, _graph.Nodes.Count).Where(IsLive)];

    /// <summary>The metrics of every way there is, in the order of <see cref="Metric"/>, and whether it sends an input and fits the memory of the tiers.</summary>
    public IEnumerable<(double[] Metrics, bool SendsInput, bool Fits)> All(Conditions conditions)
    {
        int[] tier = new int[_graph.Nodes.Count];
        for (long way = 0; way < (long)Math.Pow(_tiers.Count, Live.Length); way++)
        {
            long rest = way;
            foreach (int node in Live)
                (tier[node], rest) = ((int)(rest % _tiers.Count), rest / _tiers.Count);
            if (!Live.All(n => _graph.Nodes[n].Inputs.All(i => _index.Producer(i) is not int maker || tier[maker] <= tier[n])))
                continue;
            foreach (WeightPattern pattern in variant.Patterns)
            {
                foreach (TensorCoding[][] codings in Codings(tier, 0, []))
                    yield return Cost(tier, pattern, codings, conditions);
            }
        }
    }

    public double? Best(Objective objective, Constraints constraints, Conditions conditions) => All(conditions)
        .Where(w => (w.Fits || !constraints.TierMemory) && !(w.SendsInput && constraints.RawInputStays) && constraints.Limits.All(l => w.Metrics[(int)l.Metric] <= l.Most * (1 + 1e-12)))
        .Select(w => (double?)w.Metrics.Zip(objective.Weights, (m, weight) => weight == 0 ? 0 : m * weight).Sum()).Min();

    private int Depth(int[] tier) => Live.Max(n => tier[n]);

    private string[] Crossing(int[] tier, int link) => [.. _graph.Inputs.Select(i => i.Name).Concat(Live.SelectMany(n => _graph.Nodes[n].Outputs))
        .Where(v => (_index.Producer(v) is not int maker || tier[maker] <= link) && _index.Consumers(v).Any(r => Live.Contains(r) && tier[r] > link))];

    private IEnumerable<TensorCoding[][]> Codings(int[] tier, int link, TensorCoding[][] chosen)
    {
        if (link == Depth(tier))
            return [chosen];
        if (link > 0 && Live.All(n => tier[n] != link))
            return Codings(tier, link + 1, [.. chosen, chosen[^1]]);
        IEnumerable<TensorCoding[]> ways = [[]];
        foreach (string value in Crossing(tier, link))
            ways = ways.SelectMany(w => variant.Codings[value].Select(c => (TensorCoding[])[.. w, c]));
        return ways.SelectMany(w => Codings(tier, link + 1, [.. chosen, w]));
    }

    private (double[], bool, bool) Cost(int[] tier, WeightPattern pattern, TensorCoding[][] codings, Conditions c)
    {
        double[] m = new double[9];
        int depth = Depth(tier);
        m[(int)Metric.Drop] = variant.DropPoints;
        bool fits = true;
        double latency = 0;
        for (int t = 0; t <= depth; t++)
        {
            int[] nodes = [.. Live.Where(n => tier[n] == t)];
            double seconds = c.Slowdown[t] * nodes.Sum(n => problem.Times.Of(_tiers[t].Name, n));
            WeightChoice[] weights = [.. nodes.SelectMany(n => _graph.Nodes[n].Inputs).Distinct().Where(pattern.Weights.ContainsKey).Select(w => pattern.Weights[w])];
            WeightChoice[] floats = [.. nodes.SelectMany(n => _graph.Nodes[n].Inputs).Distinct().Where(pattern.Weights.ContainsKey).Select(w => variant.Patterns[0].Weights[w])];
            double memory = (t == 0 ? weights : floats).Sum(w => w.ResidentBytes) + nodes.Select(Alive).DefaultIfEmpty(0).Max();
            fits &= memory <= _tiers[t].MemoryBytes;
            latency += seconds;
            m[(int)Metric.Money] += (_tiers[t].Price.PerSecond * seconds) + (nodes.Length > 0 ? _tiers[t].Price.PerRequest : 0);
            if (t > 0)
                continue;
            double fetch = weights.Sum(w => w.Bytes) / c.ExpectedRequests;
            m[(int)Metric.Memory] = memory;
            m[(int)Metric.Drop] += weights.Sum(w => w.DropPoints);
            m[(int)Metric.Energy] += (_tiers[0].PowerWatts ?? 0) * seconds;
            if (problem.System.Links.Count == 0)
                continue;
            latency += fetch * 8 / c.DownBitsPerSecond[0];
            m[(int)Metric.Energy] += problem.System.Links[0].ReceiveWatts * fetch * 8 / c.DownBitsPerSecond[0];
            m[(int)Metric.Bytes] += fetch;
            m[(int)Metric.Money] += problem.System.Links[0].DownPricePerByte * fetch;
        }

        for (int l = 0; l < depth; l++)
        {
            TierLink link = problem.System.Links[l];
            double up = codings[l].Sum(x => x.Bytes), down = _graph.Outputs.Count(o => _index.Producer(o.Name) is int maker && tier[maker] > l) * 32;
            latency += (up * 8 / c.UpBitsPerSecond[l]) + (down * 8 / c.DownBitsPerSecond[l]) + link.RttSeconds;
            m[(int)Metric.Bytes] += up + down;
            m[(int)Metric.Money] += (up * link.UpPricePerByte) + (down * link.DownPricePerByte);
            m[(int)Metric.Energy] += l > 0 ? 0 : (link.TransmitWatts * up * 8 / c.UpBitsPerSecond[0]) + (link.ReceiveWatts * down * 8 / c.DownBitsPerSecond[0]);
            m[(int)Metric.Leakage] = Math.Max(m[(int)Metric.Leakage], codings[l].Max(x => x.Leakage));
            if (l > 0 && Live.All(n => tier[n] != l))
                continue;
            m[(int)Metric.Drop] += codings[l].Sum(x => x.DropPoints);
            double encode = c.Slowdown[l] * codings[l].Sum(x => x.EncodeSeconds) / Math.Min(1, _tiers[l].Cores ?? 1);
            double decode = c.Slowdown[l + 1] * codings[l].Sum(x => x.DecodeSeconds) / Math.Min(1, _tiers[l + 1].Cores ?? 1);
            latency += encode + decode;
            m[(int)Metric.Money] += (_tiers[l].Price.PerSecond * encode) + (_tiers[l + 1].Price.PerSecond * decode);
            m[(int)Metric.Energy] += l > 0 ? 0 : (_tiers[0].PowerWatts ?? 0) * encode;
        }

        Jitter jitter = Jitter.Sum(problem.System.Links.Take(depth).Select(l => l.Jitter));
        (m[(int)Metric.Latency], m[(int)Metric.LatencyP50], m[(int)Metric.LatencyP99]) = (latency + jitter.Mean, latency + jitter.P50, latency + jitter.P99);
        return (m, depth > 0 && Crossing(tier, 0).Any(v => _index.Producer(v) is null), fits);
    }

    /// <summary>Bytes of values between their making and their last reading, 32 each, while a node runs.</summary>
    private double Alive(int node) => 32 * _graph.Inputs.Select(i => i.Name).Concat(_graph.Nodes.SelectMany(n => n.Outputs)).Count(v =>
    {
        int from = _index.Producer(v) ?? 0;
        int to = _graph.Outputs.Any(o => o.Name == v) ? _graph.Nodes.Count - 1 : _index.Consumers(v).DefaultIfEmpty(from).Max();
        return from <= node && node <= to;
    });

    private bool IsLive(int node) => _graph.Nodes[node].Outputs.Any(o => _graph.Outputs.Any(g => g.Name == o) || _index.Consumers(o).Any(IsLive));
}
