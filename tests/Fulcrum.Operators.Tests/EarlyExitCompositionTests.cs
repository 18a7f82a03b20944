using Fulcrum.Data;
using Fulcrum.Evaluation.Metrics;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Operators.Tests;

public sealed class EarlyExitCompositionTests
{
    private const string Exits = "early-exit(exits=2, epochs=2, hidden=8, teacher=0.5, augment=none, batch=64, max-drop=50%)";

    private static readonly Lazy<Artefact> Quantized = new(() => EarlyExitTests.Apply($"{Exits} | sptq(samples=32)", EarlyExitNets.Residual()));

    [Fact]
    public void Sptq_AfterEarlyExit_QuantizesHeadsAndChoosesThresholdsAgain()
    {
        Artefact made = Quantized.Value;
        Assert.All(made.Written, segment => Assert.Contains(segment.Graph.Nodes, n => n.OpType == "DequantizeLinear"));
        Assert.Equal(ElementType.UInt8, made.Written[1].Graph.Inputs[0].Tensor!.Element);
        Assert.Equal(3, made.Written.Count);
        Assert.Contains(made.Notes, n => n.StartsWith("sptq: thresholds chosen", StringComparison.Ordinal));
        ExitReport report = ExitJudge.Judge(EarlyExitNets.Runner, made.Chain!, EarlyExitNets.Data.Calibration, new TopK(1));
        Assert.Equal(made.Exits!.ExpectedMacs, report.Macs, 2);
    }

    [Fact]
    public void Partition_AfterEarlyExit_KeepsExitsBeforeTheCutOnTheDevice()
    {
        Artefact made = EarlyExitTests.Apply($"{Exits} | partition(at=b2)", EarlyExitNets.Residual());
        Assert.Equal(4, made.Segments.Count);
        Assert.Equal([1, 3], made.Exits!.Tiers);
        Assert.Equal([["b1", "exit-1"], ["b2"], ["b3", "exit-2"], ["y"]], made.Segments.Select(s => s.Graph.Outputs.Select(o => o.Name).ToArray()));
        Artefact whole = EarlyExitTests.Apply(Exits, EarlyExitNets.Residual());
        Assert.Equal(Judge(whole), Judge(made));
    }

    [Fact]
    public void Partition_AfterSptqAfterEarlyExit_CutsBetweenTiersAtIntegers()
    {
        Artefact made = EarlyExitTests.Apply($"{Exits} | sptq(samples=32) | partition", EarlyExitNets.Residual());
        int server = made.Exits!.Tiers[1];
        Assert.Contains(made.Segments[server - 1].Graph.Inputs, i => i.Tensor!.Element == ElementType.UInt8);
        Assert.Equal(Judge(Quantized.Value), Judge(made));
    }

    [Fact]
    public void Heads_MaskThatCrosses_ReadTheHiddenState()
    {
        byte[] ids = new byte[256 * 6 * 8], labels = new byte[256];
        var random = new Random(3);
        for (int i = 0; i < 256 * 6; i++)
        {
            ids[i * 8] = (byte)random.Next(10);
            labels[i / 6] |= (byte)(ids[i * 8] == 7 ? 1 : 0);
        }

        var split = new DatasetSplit("text", 6, ids, labels, new SampleFormat { Type = SampleType.Int64 });
        var context = EarlyExitNets.Context with { Data = new Dataset("text", [6], 2, split, split, split) };
        Artefact made = OperatorPipeline.Parse("early-exit(exits=2, epochs=60, batch=32, hidden=16, teacher=0, learning-rate=0.02)").Apply(Artefact.Of(EarlyExitNets.Masked()), context);
        Assert.Contains("embedded", made.Exits!.Points[0].Values);
        Assert.Equal(2, made.Exits.Points[1].Values.Count);
        Assert.Equal(3, made.Written.Count);
        ExitReport report = ExitJudge.Judge(EarlyExitNets.Runner, made.Chain! with { Plan = made.Chain!.Plan with { Points = [.. made.Chain.Plan.Points.Select(p => p with { Threshold = 0 })] } }, split, new TopK(1));
        Assert.InRange(report.Exits[0].Accuracy!.Value, 0.9, 1);
    }

    [Theory]
    [InlineData(ExitConfidence.MaxSoftmax, 0.5)]
    [InlineData(ExitConfidence.Entropy, 0)]
    public void Confidence_EqualLogits_IsTheLeast(ExitConfidence kind, double least)
    {
        Assert.Equal(least, Confidence.Of([3, 3], kind), 9);
        Assert.Equal(1, Confidence.Of([-500, 500], kind), 9);
        Assert.Equal(double.NaN, Confidence.Of([float.NaN, 0], kind));
    }

    private static double[] Judge(Artefact made)
    {
        var metric = new TopK(1);
        ExitReport report = ExitJudge.Judge(EarlyExitNets.Runner, made.Chain!, EarlyExitNets.Data.Test, metric);
        return [.. report.Exits.Select(e => e.Rate), metric.Result().Value];
    }
}
