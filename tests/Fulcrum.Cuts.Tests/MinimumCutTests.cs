using Fulcrum.Graphs;

namespace Fulcrum.Cuts.Tests;

public sealed class MinimumCutTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Find_ThousandRandomGraphs_CostsWhatBruteForceFinds(int tiers)
    {
        for (int seed = 0; seed < (tiers == 2 ? 1000 : 200); seed++)
        {
            Model model = RandomGraphs.Create(seed, tiers == 2 ? 12 : 7);
            var costs = new RandomCosts(seed, model, tiers);
            Placement found = MinimumCut.Find(model, costs.Costs);
            (double best, _) = costs.BruteForce();
            Assert.True(found.Cost == best, $"seed {seed}: found {found.Cost}, brute force {best}");
            Assert.True(costs.CostOf(found) == best, $"seed {seed}: the placement costs {costs.CostOf(found)}, it claims {best}");
        }
    }

    [Fact]
    public void Find_TensorReadTwice_IsPaidForOnce()
    {
        var b = new GraphBuilder("fan");
        string x = b.Emit("Relu", [b.Input("x", ElementType.Float, 8)], "a");
        b.Output(b.Emit("Add", [b.Emit("Neg", [x], "n"), b.Emit("Tanh", [x], "t")], "y"), ElementType.Float, 8);
        var costs = new PlacementCosts { Tiers = [n => n.OpType == "Relu" ? 0 : 10, n => n.OpType == "Relu" ? 10 : 0], Links = [(name, _) => name == "a" ? 3 : 7] };
        Placement found = MinimumCut.Find(new Model { Graph = b.ToGraph() }, costs);
        Assert.Equal((3, "a"), (found.Cost, Assert.Single(found.Crossing[0])));
    }

    [Fact]
    public void Find_CostlyReturn_KeepsTheEndOnTheDevice()
    {
        var b = new GraphBuilder("line");
        b.Output(b.Emit("Tanh", [b.Emit("Relu", [b.Input("x", ElementType.Float, 8)], "a")], "y"), ElementType.Float, 8);
        var model = new Model { Graph = b.ToGraph() };
        var costs = new PlacementCosts { Tiers = [_ => 5, _ => 1], Links = [(_, _) => 1] };
        Assert.Empty(MinimumCut.Find(model, costs).Tiers[0]);
        Assert.Empty(MinimumCut.Find(model, costs with { Returning = (_, _) => 100 }).Tiers[1]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void Find_CostThatIsNoCost_IsRefused(double cost)
    {
        var costs = new PlacementCosts { Tiers = [_ => cost, _ => 1], Links = [(_, _) => 1] };
        Assert.Throws<ArgumentException>(() => MinimumCut.Find(RandomGraphs.Create(1, 5), costs));
    }

    /// <summary>Random whole-numbered costs, and the best placement by trying all.</summary>
    private sealed class RandomCosts
    {
        private readonly Graph _graph;
        private readonly GraphIndex _index;
        private readonly Dictionary<Node, int[]> _nodes = new(ReferenceEqualityComparer.Instance);
        private readonly Dictionary<string, int[]> _values = [];
        private readonly Dictionary<string, int> _returns = [];
        private readonly int _tiers;
        private readonly int[] _live;

        public RandomCosts(int seed, Model model, int tiers)
        {
            var random = new Random(seed + 100_000);
            (_graph, _index, _tiers) = (model.Graph, new GraphIndex(model.Graph), tiers);
            foreach (Node node in _graph.Nodes)
                _nodes[node] = [.. Enumerable.Range(0, tiers).Select(_ => random.Next(20))];
            foreach (string value in _graph.Inputs.Select(i => i.Name).Concat(_graph.Nodes.SelectMany(n => n.Outputs)))
                _values[value] = [.. Enumerable.Range(0, tiers - 1).Select(_ => random.Next(30))];
            foreach (ValueInfo output in _graph.Outputs)
                _returns[output.Name] = random.Next(10);
            _live = [.. Enumerable.Range(0, _graph.Nodes.Count).Where(IsLive)];
            Costs = new PlacementCosts
            {
                Tiers = [.. Enumerable.Range(0, tiers).Select(t => (Func<Node, double>)(n => _nodes[n][t]))],
                Links = [.. Enumerable.Range(0, tiers - 1).Select(l => (Func<string, long?, double>)((name, _) => _values[name][l]))],
                Returning = (name, tier) => _returns[name] * tier,
            };
        }

        public PlacementCosts Costs { get; }

        public (double Cost, int[] Tiers) BruteForce()
        {
            (double best, int[] chosen) = (double.PositiveInfinity, []);
            int[] tier = new int[_graph.Nodes.Count];
            long ways = (long)Math.Pow(_tiers, _live.Length);
            for (long way = 0; way < ways; way++)
            {
                long rest = way;
                foreach (int node in _live)
                    (tier[node], rest) = ((int)(rest % _tiers), rest / _tiers);
                if (IsAllowed(tier) && Cost(tier) is double cost && cost < best)
                    (best, chosen) = (cost, [.. tier]);
            }

            return (best, chosen);
        }

        public double CostOf(Placement placement)
        {
            int[] tier = new int[_graph.Nodes.Count];
            for (int t = 0; t < _tiers; t++)
            {
                foreach (int node in placement.Tiers[t])
                    tier[node] = t;
            }

            return IsAllowed(tier) ? Cost(tier) : double.NaN;
        }

        private bool IsLive(int node) => _graph.Nodes[node].Outputs.Any(o => _graph.Outputs.Any(g => g.Name == o) || _index.Consumers(o).Any(IsLive));

        private bool IsAllowed(int[] tier) => _live.All(n => _graph.Nodes[n].Inputs.All(i => _index.Producer(i) is not int maker || tier[maker] <= tier[n]));

        private double Cost(int[] tier)
        {
            double cost = 0;
            foreach (int node in _live)
                cost += _nodes[_graph.Nodes[node]][tier[node]] + _graph.Nodes[node].Outputs.Sum(o => _returns.GetValueOrDefault(o) * tier[node]);
            foreach ((string value, int[] links) in _values)
            {
                int from = _index.Producer(value) is int maker ? tier[maker] : 0;
                int to = _index.Consumers(value).Where(_live.Contains).Select(r => tier[r]).DefaultIfEmpty(0).Max();
                if (_index.Producer(value) is int m && !_live.Contains(m))
                    continue;
                for (int link = from; link < to; link++)
                    cost += links[link];
            }

            return cost;
        }
    }
}
