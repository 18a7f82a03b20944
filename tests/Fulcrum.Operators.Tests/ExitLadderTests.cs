using Fulcrum.Graphs;
using Fulcrum.Operators.Exits;

namespace Fulcrum.Operators.Tests;

public sealed class ExitLadderTests
{
    private static readonly string[] Exits = ["e1", "e2"];
    private static readonly double[] Levels = [0, 0.125, 0.25, 0.5, 0.75, 1];

    [Fact]
    public void Shares_FewerExits_CostNoHeadsThatNobodyAsks()
    {
        ExitWork work = new(Net(), "y");
        Assert.Equal([2 / 3.0, 4 / 3.0, 5 / 3.0], work.Shares(Exits), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1.0, 4 / 3.0], work.Shares(["e2"]), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1.0], work.Shares([]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Of_SmallData_EqualsTheBestOfAllThresholds(int seed)
    {
        const double most = 40;
        (ExitAnswers answers, int original) = Answers(seed);
        ExitWork work = new(Net(), "y");
        var all = new[] { Array.Empty<int>(), [0], [1], [0, 1] }.SelectMany(s => Every(answers, s, work)).ToArray();
        double Loss(int right) => Math.Max(0, 100.0 * (original - right) / answers.Samples);
        IReadOnlyList<ExitRung> rungs = ExitLadder.Of(answers, Exits, original, work, most);
        foreach (double level in Levels)
        {
            (double best, bool asks) = all.Where(c => Loss(c.Right) <= level * most).OrderBy(c => c.Work).Select(c => (c.Work, c.Exits > 0)).FirstOrDefault();
            if (asks)
                Assert.Contains(rungs, r => Math.Abs(r.Work - best) < 1e-9 && r.LossPoints <= level * most);
        }

        Assert.All(rungs.Zip(rungs.Skip(1)), p => Assert.True(p.First.LossPoints < p.Second.LossPoints && p.First.Work > p.Second.Work));
        Assert.All(rungs, r => Assert.DoesNotContain(all, c => Loss(c.Right) <= r.LossPoints && c.Work < r.Work - 1e-9 && c.Exits > 0 && Levels.Any(l => Loss(c.Right) <= l * most && r.LossPoints <= l * most)));
    }

    /// <summary>What a rung states of the samples is what its thresholds, which lie between confidences, do to them.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Of_Thresholds_GiveTheRatesAndTheLossThatAreStated(int seed)
    {
        (ExitAnswers answers, int original) = Answers(seed);
        foreach (ExitRung rung in ExitLadder.Of(answers, Exits, original, new ExitWork(Net(), "y"), 40))
        {
            (int right, int[] left) = (0, new int[rung.Exits.Count]);
            for (int s = 0; s < answers.Samples; s++)
            {
                int exit = Enumerable.Range(0, left.Length).FirstOrDefault(i => answers.Confidences[Number(rung, i)][s] >= rung.Exits[i].Threshold, -1);
                right += answers.Right[exit < 0 ? 2 : Number(rung, exit)][s] ? 1 : 0;
                if (exit >= 0)
                    left[exit]++;
            }

            Assert.Equal(rung.Exits.Select(e => e.Rate), left.Select(l => (double)l / answers.Samples));
            Assert.Equal(rung.LossPoints, Math.Max(0, 100.0 * (original - right) / answers.Samples), 1e-9);
            Assert.All(rung.Exits, (e, i) => Assert.DoesNotContain(e.Threshold, answers.Confidences[Number(rung, i)]));
        }
    }

    /// <summary>Exits that are never right are not asked where anything else keeps the level.</summary>
    [Fact]
    public void Of_NothingKeepsTheLevel_OffersWhatLosesLeast()
    {
        var answers = new ExitAnswers([[0.9, 0.8, 0.7]], [[false, false, false], [true, true, false]]);
        ExitRung only = Assert.Single(ExitLadder.Of(answers, ["e1"], 3, new ExitWork(Net(), "y"), 1));
        Assert.Empty(only.Exits);
        Assert.Equal(100 / 3.0, only.LossPoints, 1e-9);
    }

    private static int Number(ExitRung rung, int exit) => Array.IndexOf(Exits, rung.Exits[exit].Output);

    /// <summary>Confidences with ties, and one that is no number.</summary>
    private static (ExitAnswers Answers, int Original) Answers(int seed)
    {
        const int samples = 14;
        var random = new Random(seed);
        double[][] confidences = [.. Exits.Select(_ => Enumerable.Range(0, samples).Select(_ => 0.3 + (random.Next(12) * 0.05)).ToArray())];
        confidences[0][3] = double.NaN;
        bool[][] right = [.. new[] { 0.6, 0.75, 0.9 }.Select(share => Enumerable.Range(0, samples).Select(_ => random.NextDouble() < share).ToArray())];
        return (new ExitAnswers(confidences, right), right[2].Count(r => r));
    }

    private static IEnumerable<(int Right, double Work, int Exits)> Every(ExitAnswers answers, int[] exits, ExitWork work)
    {
        IReadOnlyList<double> costs = work.Shares(exits.Select(e => Exits[e]));
        IEnumerable<double[]> thresholds = exits.Aggregate((IEnumerable<double[]>)[[]], (some, e) => some.SelectMany(t => answers.Confidences[e].Where(c => !double.IsNaN(c)).Distinct().Select(c => (double[])[.. t, c])));
        foreach (double[] chosen in thresholds)
        {
            (int right, double cost) = (0, 0);
            for (int s = 0; s < answers.Samples; s++)
            {
                int at = Enumerable.Range(0, exits.Length).FirstOrDefault(i => answers.Confidences[exits[i]][s] >= chosen[i], exits.Length);
                right += answers.Right[at == exits.Length ? 2 : exits[at]][s] ? 1 : 0;
                cost += costs[at];
            }

            yield return (right, cost / answers.Samples, exits.Length);
        }
    }

    /// <summary>Five products of 16 multiply-accumulates: two heads beside three of the model.</summary>
    private static Model Net()
    {
        var b = new GraphBuilder("net");
        string Product(string value, string name) => b.Emit("MatMul", [value, b.Constant(Tensor.From<float>($"{name}w", [4, 4], new float[16]))], name);
        string a = Product(b.Input("x", ElementType.Float, Dim.Named("N"), 4), "a"), e1 = Product(a, "e1"), c = Product(a, "c"), e2 = Product(c, "e2");
        foreach (string output in new[] { Product(c, "y"), e1, e2 })
            b.Output(output, ElementType.Float, Dim.Named("N"), 4);
        return new Model { Graph = b.ToGraph() };
    }
}
