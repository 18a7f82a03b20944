using System.Globalization;
using Fulcrum.Statistics.Comparing;
using Fulcrum.Statistics.Hypotheses;
using Fulcrum.Statistics.Measurements;

namespace Fulcrum.Statistics.Tests.Published;

/// <summary>What the two deployment studies publish, computed again from their raw measurements.</summary>
public sealed class PublishedTests
{
    private static readonly string[] Models = ["resnet", "resnext", "bert", "roberta"];

    [Fact]
    public void Table6_EveryCell_IsOursOrANamedDifference()
    {
        ComparisonReport ours = LatencyComparison.Compare(Groups("mobile"), new ComparisonOptions());
        Assert.Equal(60, Cells("6", ours, out string[] differing));
        Assert.Equal(Explained(), differing);
        Assert.Equal(24, ours.Medians.Count);
        // "The data did not exhibit a normal distribution": 23 of 24. R's shapiro.test says the same of the last.
        Assert.Equal([("bert", "qat", 0.1233)], ours.Normality.Where(n => n.Normal!.Value).Select(n => (n.Model, n.Level, Math.Round(n.P!.Value, 4))));
        Assert.All(ours.Gates, g => Assert.True(g.Significant));
    }

    [Fact]
    public void Table6_Bonferroni_IsNotWhatTheStudyUsed()
    {
        ComparisonReport ours = LatencyComparison.Compare(Groups("mobile"), new ComparisonOptions { Adjust = PAdjustment.Bonferroni });
        Cells("6", ours, out string[] differing);
        Assert.Equal(["6,resnext,pruned,identity,"], differing.Except(Explained()));
    }

    [Theory]
    [InlineData("10", "identity", "identity_partition")]
    [InlineData("11", "sptq", "identity_partition")]
    [InlineData("12", "qat", "identity_partition")]
    [InlineData("13", "pruned", "identity_partition")]
    [InlineData("14", "distilled", "identity_partition")]
    [InlineData("15", "dsptq", "sptq_partition")]
    public void Tables10To15_MobileAgainstPartition_AreOurs(string table, string level, string partition)
    {
        SampleGroup[] both = [.. Groups("mobile", "mobile-edge").Where(g => g.Level == level || g.Level == partition)];
        ComparisonReport ours = LatencyComparison.Compare(both, new ComparisonOptions());
        Assert.Equal(4, Cells(table, ours, out string[] differing));
        Assert.Empty(differing);
        // Edge and cloud runs of these families were not published: all six pairs of four levels would still be significant.
        Assert.All(ours.Pairs, p => Assert.True(6 * p.P < 0.05));
    }

    // The study cuts its ratios after two decimals: 1.637 becomes 1.63.
    [Fact]
    public void SpeedUpsInTheText_MobileAndPartition_AreOursCutToTwoDecimals()
    {
        Dictionary<(string, string), double> medians = LatencyComparison.Compare(Groups("mobile", "mobile-edge"), new ComparisonOptions { Resamples = 1 }).Medians.ToDictionary(m => (m.Model, m.Level), m => m.Median);
        string[][] quoted = [.. Rows("quoted-speedups.csv")];
        Assert.Equal(32, quoted.Length);
        foreach (string[] q in quoted)
        {
            double[] ratios = [.. (q[5] switch { "image" => Models[..2], "text" => Models[2..], _ => Models }).Select(m => medians[(m, q[3])] / medians[(m, q[4])])];
            double ours = q[2] switch { "min" => ratios.Min(), "max" => ratios.Max(), "mean" => ratios.Average(), _ => 1 / ratios.Average(r => 1 / r) };
            Assert.True(Math.Floor(100 * ours) == Math.Round(100 * Number(q[1])), $"{string.Join(',', q)}: {ours}");
        }
    }

    [Fact]
    public void BlackBoxRatios_AllModels_AreOurs()
    {
        MeasurementTable table = MeasurementTable.Read(Reference("black-box-medians.csv"));
        Dictionary<string, double> medians = table.Rows.ToDictionary(r => $"{r.Fields[0]} {r.Fields[1]}@{r.Fields[2]}", r => Number(r.Fields[4]));
        string[] models = ["ResNet", "ResNext", "FCN", "DUC"];
        int compared = 0;
        foreach (string[] row in Rows("black-box-ratios.csv"))
            for (int m = 0; m < models.Length; m++, compared++)
            {
                double ours = medians[$"{models[m]} {row[0]}"] / medians[$"{models[m]} {row[1]}"];
                Assert.Equal(row[2 + m], ours.ToString(row[2 + m].Length - row[2 + m].IndexOf('.') == 2 ? "0.0" : "0.00", CultureInfo.InvariantCulture));
            }

        Assert.Equal(48, compared);
    }

    /// <summary>Compares the published cells of a table; gives how many there are, and those that differ as table,model,row,column,ours.</summary>
    private static int Cells(string table, ComparisonReport ours, out string[] differing)
    {
        string[][] cells = [.. Rows("effect-sizes.csv").Where(c => c[0] == table)];
        differing =
        [
            .. from c in cells
               let pair = ours.Pairs.Single(p => p.Model == c[1] && ((p.A == c[2] && p.B == c[3]) || (p.A == c[3] && p.B == c[2])))
               where pair.Cell(c[2]) != c[4]
               select string.Join(',', c[..4].Append(pair.Cell(c[2]))),
        ];
        return cells.Length;
    }

    private static string[] Explained() => [.. Rows("differences.csv").Select(r => string.Join(',', r[..5]))];

    private static IReadOnlyList<SampleGroup> Groups(params string[] tiers) => new MeasurementSelector(MeasurementTable.Read(Reference("white-box-mobile-latency.csv")))
        .Select(new MeasurementSelection { Factor = ["operator"], Where = [("phase", "timed"), .. tiers.Select(t => ("tier", t))] }).Groups;

    private static IEnumerable<string[]> Rows(string file) => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Published", file)).Skip(1).Select(l => l.Split(','));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Reference(string file)
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, "shared", "reference", file)))
                return Path.Combine(folder, "shared", "reference", file);
        Assert.Skip("the studies' measurements lie beside the repository only where it is developed");
        return "";
    }
}
