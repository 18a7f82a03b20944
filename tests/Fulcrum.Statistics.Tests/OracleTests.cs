using System.Text.Json;
using Fulcrum.Statistics.Distributions;
using Fulcrum.Statistics.Effects;
using Fulcrum.Statistics.Hypotheses;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Statistics.Tests;

/// <summary>200 data sets of Oracle/make_statistics.py: SciPy, R, mpmath and the definitions, to 1e-9 relative.</summary>
public sealed class OracleTests
{
    private const double Relative = 1e-9;
    private static readonly JsonElement Oracle = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Oracle", "statistics.json"))).RootElement;
    private static readonly JsonElement[] Sets = [.. Oracle.GetProperty("sets").EnumerateArray()];

    [Fact]
    public void UpperTails_DownTo1EMinus300_EqualMpmath()
    {
        foreach (JsonElement tail in Oracle.GetProperty("tails").EnumerateArray())
        {
            (string kind, double freedom, double x, double p) = (tail[0].GetString()!, tail[1].GetDouble(), tail[2].GetDouble(), tail[3].GetDouble());
            double ours = kind switch { "normal" => Normal.UpperTail(x), "t" => StudentT.UpperTail(x, freedom), _ => ChiSquared.UpperTail(x, freedom) };
            Near(p, ours, $"{kind} {freedom} {x}");
            if (kind == "normal" && x > 0)
                Near(x, Normal.UpperQuantile(p), $"quantile of {p}");
        }
    }

    [Fact]
    public void KruskalWallis_EqualsSciPyAndR() => Each((set, groups, place) =>
    {
        KruskalWallis ours = KruskalWallis.Test(groups);
        Near(set.GetProperty("kruskal")[0].GetDouble(), ours.H, place);
        Near(set.GetProperty("kruskal")[1].GetDouble(), ours.P, place);
    });

    [Fact]
    public void Conover_EqualsItsDefinitionAndAdjustmentsEqualR() => Each((set, groups, place) =>
    {
        double[] ours = [.. Conover.Test(groups).Select(c => c.P)];
        Near(Numbers(set.GetProperty("conover")), ours, place);
        Near(Numbers(set.GetProperty("holm")), PAdjustments.Of(ours, PAdjustment.Holm), place);
        Near(Numbers(set.GetProperty("bonferroni")), PAdjustments.Of(ours, PAdjustment.Bonferroni), place);
    });

    // SciPy 1.10 computes AS R94 in single precision (W differs by up to 2e-6 from R's); R computes in double precision.
    [Fact]
    public void ShapiroWilk_EqualsR()
    {
        int compared = 0;
        Each((set, groups, place) =>
        {
            foreach (JsonProperty expected in set.GetProperty("shapiro").EnumerateObject())
            {
                ShapiroWilk ours = ShapiroWilk.Test(groups[int.Parse(expected.Name)]);
                Near(expected.Value[0].GetDouble(), ours.W, place);
                // For n = 3 and W = 3/4 p is 0; R's 15 digits of pi/3 decide what is left of it.
                if (expected.Value[1].GetDouble() > 1e-13 || groups[int.Parse(expected.Name)].Length > 3)
                    Near(expected.Value[1].GetDouble(), ours.P, place);
                else
                    Assert.InRange(ours.P, 0, 1e-13);
                compared++;
            }
        });
        Assert.True(compared > 500);
    }

    [Fact]
    public void CliffsDelta_EqualsEveryPairAndTheIntervalOfFengAndCliff() => Each((set, groups, place) =>
    {
        JsonElement[] expected = [.. set.GetProperty("cliff").EnumerateArray()];
        int i = 0;
        for (int a = 0; a < groups.Length; a++)
            for (int b = a + 1; b < groups.Length; b++, i++)
            {
                CliffsDelta ours = CliffsDelta.Between(groups[a], groups[b]);
                Near(Numbers(expected[i]), [ours.Value, ours.Low, ours.High], $"{place}, {a} and {b}");
            }
    });

    [Fact]
    public void SignedRank_EqualsSciPyAndR()
    {
        int exact = 0, approximate = 0;
        Each((set, groups, place) =>
        {
            foreach (JsonElement expected in set.GetProperty("wilcoxon").EnumerateArray())
            {
                (double[] x, double[] y) = (groups[expected[0].GetInt32()], groups[expected[1].GetInt32()]);
                SignedRank plain = SignedRank.Test(x, y), corrected = SignedRank.Test(x, y, correction: true);
                Near(Numbers(expected)[2..], [plain.Statistic, plain.P, corrected.P], place);
                (exact, approximate) = plain.Exact ? (exact + 1, approximate) : (exact, approximate + 1);
            }
        });
        Assert.True(exact > 100 && approximate > 20, $"{exact} exact, {approximate} approximate");
    }

    [Fact]
    public void MediansAndNormalPlots_EqualNumPySciPyAndR() => Each((set, groups, place) =>
    {
        Near(Numbers(set.GetProperty("medians")), [.. groups.Select(Quantile.Median)], place);
        if (!set.TryGetProperty("qqnorm", out JsonElement blom))
            return;
        Plot(Numbers(blom), PlottingPosition.Blom);
        Plot(Numbers(set.GetProperty("probplot")), PlottingPosition.Filliben);

        void Plot(double[] expected, PlottingPosition position)
        {
            double[] ours = [.. NormalPlot.Of(groups[0], position).Select(p => p.Theoretical)];
            Assert.Equal(expected.Length, ours.Length);
            // In the middle of the plot both cancel to about 0: absolute.
            Assert.All(expected.Zip(ours), p => Assert.Equal(p.First, p.Second, 1e-12));
        }
    });

    private static void Each(Action<JsonElement, double[][], string> check)
    {
        Assert.Equal(200, Sets.Length);
        for (int i = 0; i < Sets.Length; i++)
            check(Sets[i], [.. Sets[i].GetProperty("groups").EnumerateArray().Select(Numbers)], $"set {i}");
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    private static void Near(double[] expected, double[] ours, string place)
    {
        Assert.Equal(expected.Length, ours.Length);
        for (int i = 0; i < ours.Length; i++)
            Near(expected[i], ours[i], $"{place}, {i}");
    }

    private static void Near(double expected, double ours, string place) =>
        Assert.True(expected == ours || Math.Abs(expected - ours) <= Relative * Math.Abs(expected), $"{place}: {ours:R} instead of {expected:R}");
}
