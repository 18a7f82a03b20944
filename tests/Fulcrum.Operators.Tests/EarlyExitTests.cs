using Fulcrum.Evaluation.Metrics;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Tests;

public sealed class EarlyExitTests
{
    private static readonly Lazy<Artefact> Trained = new(() => Apply("early-exit(exits=2, epochs=8, hidden=8, teacher=0, augment=none, batch=32, learning-rate=0.01)", EarlyExitNets.Residual()));

    [Theory]
    [InlineData("early-exit(mode=truncate)", 0)]
    [InlineData("early-exit(mode=truncate, skip=1)", 3)]
    [InlineData("early-exit(mode=truncate, at=b2)", 2)]
    public void Truncate_ResidualNet_EqualsTheNetBuiltWithFewerBlocks(string text, int blocks)
    {
        Model built = EarlyExitNets.Residual(4), shorter = Apply(text, built).Whole!;
        Model expected = Truncated(built, blocks);
        Assert.Equal(expected.Graph.Nodes.Select(n => (n.OpType, n.Outputs[0])), shorter.Graph.Nodes.Select(n => (n.OpType, n.Outputs[0])));
        Assert.Equal(expected.Graph.Initializers.Select(t => t.Name), shorter.Graph.Initializers.Select(t => t.Name));
        Assert.Equal(Run(expected), Run(shorter));
    }

    [Theory]
    [InlineData("early-exit(mode=truncate)", "b1")]
    [InlineData("early-exit(mode=truncate, skip=1)", "b2")]
    [InlineData("early-exit(mode=truncate, at=b2)", "b2")]
    [InlineData("early-exit(mode=truncate, at=a1)", "a1")]
    public void Truncate_HeadOfAnEarlierStagesType_SkipsBlocksOfTheLastStage(string text, string kept)
    {
        Model shorter = Apply(text, EarlyExitNets.Segmenter()).Whole!;
        string[] all = ["a1", "a2", "b1", "b2", "b3", "h1", "y"];
        int from = Array.IndexOf(all, kept) + 1, to = kept[0] == 'a' ? Array.IndexOf(all, "y") : Array.IndexOf(all, "h1");
        Assert.Equal([.. all[..from], .. all[to..]], shorter.Graph.Nodes.Where(n => n.OpType == "Relu" || n.Outputs[0] == "y").Select(n => n.Outputs[0]));
        Assert.All(Run(shorter), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void Truncate_MoreThanThereIs_SaysHowManyBlocks() =>
        Assert.Contains("skip=4", Refused("early-exit(mode=truncate, skip=9)", EarlyExitNets.Residual()).Remedy, StringComparison.Ordinal);

    [Fact]
    public void Heads_TwoExits_ReadBlocksAtThirdsOfTheWork()
    {
        Artefact made = Trained.Value;
        Assert.Equal(["b1", "b3"], made.Exits!.Points.SelectMany(p => p.Values));
        Assert.Equal(["y", "exit-1", "exit-2"], made.Whole!.Graph.Outputs.Select(o => o.Name));
        Assert.True(made.Exits.Points[0].MacsShare < made.Exits.Points[1].MacsShare && made.Exits.WholeMacs > 1);
    }

    [Fact]
    public void Heads_FrozenBackbone_KeepsTheFinalOutputToTheBit() =>
        Assert.Equal(Run(EarlyExitNets.Residual(), OptimizationLevel.None), Run(Trained.Value.Whole!, OptimizationLevel.None));

    [Fact]
    public void Chain_EachExit_EqualsTheWholeModelToTheBit()
    {
        Artefact made = Trained.Value;
        Assert.Equal(3, made.Written.Count);
        Assert.Equal(["b1", "exit-1"], made.Written[0].Graph.Outputs.Select(o => o.Name));
        var options = new LoadOptions { Optimization = OptimizationLevel.None };
        using var whole = new ExitChain(EarlyExitNets.Runner, [made.Whole!], made.Exits!, options);
        using var parts = new ExitChain(EarlyExitNets.Runner, made.Written, made.Exits!, options);
        Assert.All(whole.Run(EarlyExitNets.Images(50)).Zip(parts.Run(EarlyExitNets.Images(50))), pair => Assert.Equal(pair.First.Bytes.ToArray(), pair.Second.Bytes.ToArray()));
    }

    [Fact]
    public void Heads_Trained_LearnWhatTheRandomBackboneDoesNotKnow() =>
        Assert.InRange(Judge(Trained.Value, 0).Exits[0].Accuracy!.Value, 0.9, 1);

    [Fact]
    public void Threshold_ZeroAndAboveOne_AllLeaveAndNoneLeaves()
    {
        Assert.Equal([1.0, 0, 0], Judge(Trained.Value, 0).Exits.Select(e => e.Rate));
        Assert.Equal([0.0, 0, 1], Judge(Trained.Value, 1.01).Exits.Select(e => e.Rate));
        Assert.Equal(Trained.Value.Exits!.WholeMacs, Judge(Trained.Value, 1.01).Macs, 9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Thresholds_MaxDrop_IsKeptOnTheCalibrationSplit(double maxDrop)
    {
        ExitPlan plan = new ExitCalibrator(EarlyExitNets.Runner).Calibrate(Trained.Value.Whole!, Trained.Value.Exits! with { MaxDrop = maxDrop }, EarlyExitNets.Data.Calibration);
        var (full, early) = (new TopK(1), new TopK(1));
        ExitSegments chain = Trained.Value.Chain!;
        ExitJudge.Judge(EarlyExitNets.Runner, chain with { Plan = With(plan, 2) }, EarlyExitNets.Data.Calibration, full);
        ExitReport report = ExitJudge.Judge(EarlyExitNets.Runner, chain with { Plan = plan }, EarlyExitNets.Data.Calibration, early);
        Assert.True(full.DropTo(early).Points <= maxDrop);
        Assert.Equal(plan.ExpectedMacs, report.Macs, 6);
        Assert.True(report.Macs < 1);
    }

    [Fact]
    public void Apply_Twice_GivesTheSameBytes()
    {
        Artefact again = Apply("early-exit(exits=2, epochs=8, hidden=8, teacher=0, augment=none, batch=32, learning-rate=0.01)", EarlyExitNets.Residual());
        Assert.Equal(Onnx.OnnxFile.Serialize(Trained.Value.Whole!), Onnx.OnnxFile.Serialize(again.Whole!));
        Assert.Equal(Trained.Value.Notes, again.Notes);
    }

    [Theory]
    [InlineData("exit-value", "early-exit(at=b9)")]
    [InlineData("exit-value", "early-exit(at=b3;b1)")]
    [InlineData("exit-value", "early-exit(at=c2a)")]
    [InlineData("operator-order", "early-exit(epochs=0) | early-exit")]
    [InlineData("operator-order", "sptq(samples=8) | early-exit")]
    [InlineData("operator-option", "early-exit(skip=1)")]
    [InlineData("operator-option", "early-exit(mode=truncate, exits=2)")]
    [InlineData("operator-order", "partition | early-exit")]
    public void Apply_WhatCannotBe_SaysWhy(string code, string text) => Assert.Equal(code, Refused(text, EarlyExitNets.Residual()).Code);

    internal static Artefact Apply(string text, Model model) => OperatorPipeline.Parse(text).Apply(Artefact.Of(model), EarlyExitNets.Context);

    private static Problem Refused(string text, Model model) => Assert.Throws<InputException>(() => Apply(text, model)).Problems[0];

    private static ExitPlan With(ExitPlan plan, double threshold) => plan with { Points = [.. plan.Points.Select(p => p with { Threshold = threshold })] };

    private static ExitReport Judge(Artefact made, double threshold) =>
        ExitJudge.Judge(EarlyExitNets.Runner, made.Chain! with { Plan = With(made.Chain!.Plan, threshold) }, EarlyExitNets.Data.Test, new TopK(1));

    private static float[] Run(Model model, OptimizationLevel level = OptimizationLevel.All)
    {
        using ILoadedModel loaded = EarlyExitNets.Runner.Load(model, new LoadOptions { Optimization = level });
        return loaded.Run([EarlyExitNets.Images(20)])[0].Values<float>().ToArray();
    }

    /// <summary>The net without its blocks after some, written by hand.</summary>
    private static Model Truncated(Model model, int blocks) => model with
    {
        Graph = model.Graph with
        {
            Nodes = [.. model.Graph.Nodes.Where(n => !Enumerable.Range(blocks + 1, 4 - blocks).Any(i => n.Outputs[0].StartsWith($"c{i}", StringComparison.Ordinal) || n.Outputs[0].StartsWith($"b{i}", StringComparison.Ordinal)))
                .Select(n => n.OpType == "GlobalAveragePool" ? n with { Inputs = [$"b{blocks}"] } : n)],
            Initializers = [.. model.Graph.Initializers.Where(t => t.Name[0] != 'c' || t.Name[1] - '0' <= blocks)],
        },
    };
}
