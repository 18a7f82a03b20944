using System.Text.Json;
using Fulcrum.Evaluation.Leakage;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Evaluation.Tests;

/// <summary>Expected values by NumPy, scikit-image and SciPy: Fixtures/make_leakage.py.</summary>
public sealed class LeakageTests
{
    private static readonly JsonElement Oracle = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "leakage.json"))).RootElement;

    [Fact]
    public void DistanceCorrelation_EqualsNumPy()
    {
        foreach (JsonElement c in Oracle.GetProperty("correlations").EnumerateArray())
            Assert.Equal(c.GetProperty("value").GetDouble(), DistanceCorrelation.Of(Floats(c, "x"), Floats(c, "y"), c.GetProperty("samples").GetInt32()), 1e-6);
    }

    [Fact]
    public void DistanceCorrelation_OfAVectorWithItselfMovedAndScaled_IsOne()
    {
        float[] x = Normal(30 * 5, 1);
        Assert.Equal(1, DistanceCorrelation.Of(x, [.. x.Select(v => (3 * v) + 7)], 30), 1e-6);
    }

    [Fact]
    public void DistanceCorrelation_OfLongIndependentVectors_IsAboutNone()
    {
        // Without the correction this comes out near 1.
        Assert.InRange(DistanceCorrelation.Of(Normal(60 * 500, 2), Normal(60 * 500, 3), 60), -0.1, 0.1);
        Assert.Equal(0, DistanceCorrelation.Of(new float[40], Normal(40, 4), 10));
    }

    [Fact]
    public void DistanceCorrelation_OfTooFewSamples_IsRefused() =>
        Assert.Throws<ArgumentException>(() => DistanceCorrelation.Of(new float[9], new float[9], 3));

    [Fact]
    public void ImageSimilarity_EqualsScikitImage()
    {
        foreach (JsonElement i in Oracle.GetProperty("images").EnumerateArray())
        {
            (float[] a, float[] b) = (Floats(i, "a"), Floats(i, "b"));
            Assert.Equal(i.GetProperty("ssim").GetDouble(), ImageSimilarity.StructuralSimilarity(a, b, i.GetProperty("width").GetInt32(), 2), 1e-6);
            Assert.Equal(i.GetProperty("psnr").GetDouble(), ImageSimilarity.PeakSignalToNoise(a, b, 2), 1e-4);
            Assert.Equal(1, ImageSimilarity.StructuralSimilarity(a, a, i.GetProperty("width").GetInt32(), 2), 1e-12);
        }
    }

    [Fact]
    public void Spearman_EqualsSciPy()
    {
        foreach (JsonElement r in Oracle.GetProperty("ranks").EnumerateArray())
            Assert.Equal(r.GetProperty("value").GetDouble(), RankCorrelation.Spearman(Doubles(r, "x"), Doubles(r, "y")), 1e-12);
    }

    private static float[] Floats(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetSingle())];

    private static double[] Doubles(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static float[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }
}
