using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Ops.Analysis;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Tests;

public sealed class DistillTests : IDisposable
{
    private static readonly Lazy<Model> Teacher = new(() => FineTuner.Run(BlockNets.Residual(3, 16), (Model?)null, new FineTuneOptions { Epochs = 4, BatchSize = 32, LearningRate = 0.02 }, BlockNets.Context));
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData(1.5, "auto")]
    [InlineData(2.5, "blocks")]
    [InlineData(3, "channels")]
    [InlineData(8, "auto")]
    [InlineData(100, "auto")]
    public void Apply_DerivedStudent_MeetsTheSpeedupAndLearns(double speedup, string form)
    {
        Model student = Distill(FormattableString.Invariant($"speedup={speedup}, form={form}, epochs=4, batch=32, learning-rate=0.02"));
        double times = (double)ModelAnalyser.Summarise(Teacher.Value).Macs / ModelAnalyser.Summarise(student).Macs;
        Assert.InRange(times, speedup * 0.97, double.MaxValue);
        Assert.InRange(Accuracy(Teacher.Value), 0.9, 1);
        Assert.InRange(Accuracy(student), 0.85, 1);
        Assert.Equal(["y"], student.Graph.Outputs.Select(o => o.Name));
        Assert.DoesNotContain(student.Graph.Initializers, t => t.Name.StartsWith("teacher/", StringComparison.Ordinal));
    }

    [Fact]
    public void Apply_SpeedupThatBlocksCannotGive_SaysHowFarTheyGo()
    {
        Problem problem = Refused("speedup=500, form=blocks");
        Assert.Equal("distill-student", problem.Code);
        Assert.Contains("3 skippable blocks", problem.Message);
    }

    [Fact]
    public void Apply_StudentFile_LearnsFromTheTeacherTheSameTwice()
    {
        float[] Weights() => Distill($"student={_file}, epochs=4, batch=32, learning-rate=0.02", BlockNets.Chain(1, channels: 4)).Graph.Initializers.Single(t => t.Name == "head").Values<float>().ToArray();
        float[] first = Weights();
        Assert.Equal(first, Weights());
        Assert.NotEqual(BlockNets.Chain(1, channels: 4).Graph.Initializers.Single(t => t.Name == "head").Values<float>().ToArray(), first);
        Assert.InRange(Accuracy(Distill($"student={_file}, epochs=4, batch=32, learning-rate=0.02", BlockNets.Chain(1, channels: 4))), 0.85, 1);
    }

    [Theory]
    [InlineData("sum0/relu>sum1/relu")]
    [InlineData("sum0/relu>sum1/relu; stem/relu>stem/relu; sum0/relu>sum2/relu")]
    [InlineData("y>y")]
    public void Apply_Match_LearnsHiddenValuesAndTakesTheirOutputsAway(string match)
    {
        Model student = Distill($"student={_file}, epochs=2, batch=32, learning-rate=0.02, match={match}", BlockNets.Residual(1, 16));
        Assert.Equal(["y"], student.Graph.Outputs.Select(o => o.Name));
        Assert.Equal(BlockNets.Residual(1, 16).Graph.Nodes.Count, student.Graph.Nodes.Count);
        Model plain = Distill($"student={_file}, epochs=2, batch=32, learning-rate=0.02", BlockNets.Residual(1, 16));
        Assert.NotEqual(BlockNets.Run(plain, BlockNets.Rows(8, 4)), BlockNets.Run(student, BlockNets.Rows(8, 4)));
    }

    [Theory]
    [InlineData("blocks=0.3, method=taylor, round=4", "1 of 3 blocks removed", 4)]
    [InlineData("blocks=0.3", "1 of 3 blocks removed", 8)]
    [InlineData("blocks=0", "0 of 3 blocks removed", 8)]
    [InlineData("form=channels", "0 of 3 blocks removed", 8)]
    public void Apply_BlocksAndChannels_GoAsAsked(string options, string removed, int round)
    {
        Artefact student = OperatorPipeline.Parse($"distill(speedup=2, {options}, epochs=0)").Apply(Artefact.Of(Teacher.Value), BlockNets.Context);
        Assert.Contains(removed, student.Notes[^1]);
        Assert.Contains("channels", student.Notes[^1]);
        Assert.All(student.Whole!.Graph.Initializers.Where(t => t.Shape.Count == 4 && t.Shape[1] > 1), t => Assert.Equal((0, 0), (t.Shape[0] % round, t.Shape[1] % round)));
    }

    [Fact]
    public void Apply_DerivedStudent_IsMadeOfTheLeanForm()
    {
        Artefact student = OperatorPipeline.Parse("distill(speedup=1.5, epochs=0)").Apply(Artefact.Of(BlockNets.Shortcut()), BlockNets.Context);
        Assert.Contains("1 shortcuts written as convolutions", student.Notes[^1]);
        Assert.DoesNotContain(student.Whole!.Graph.Nodes, n => n.OpType is "Slice" or "Pad");
    }

    [Fact]
    public void Apply_BlocksOfAFormThatIsNotAuto_IsRefused() => Assert.Equal("operator-option", Refused("form=channels, blocks=0.3").Code);

    [Fact]
    public void Apply_MatchAuto_LearnsAsPruneDoes()
    {
        const string Training = "epochs=2, batch=32, learning-rate=0.02";
        Model distilled = Distill($"speedup=1.5, form=blocks, match=auto, {Training}");
        Model pruned = OperatorPipeline.Parse($"prune(unit=blocks, ratio={1 - (1 / 1.5)}, match=yes, {Training})").Apply(Artefact.Of(Teacher.Value), BlockNets.Context).Whole!;
        Assert.Equal(BlockNets.Run(pruned, BlockNets.Rows(8, 4)), BlockNets.Run(distilled, BlockNets.Rows(8, 4)));
        Assert.NotEqual(BlockNets.Run(Distill($"speedup=1.5, form=blocks, {Training}"), BlockNets.Rows(8, 4)), BlockNets.Run(distilled, BlockNets.Rows(8, 4)));
    }

    [Fact]
    public void Apply_MatchAuto_SaysHowManyAndIsRefusedForAFile()
    {
        string Note(string options) => OperatorPipeline.Parse($"distill({options}, match=auto, epochs=0)").Apply(Artefact.Of(Teacher.Value), BlockNets.Context).Notes[^1];
        Assert.EndsWith("hidden values matched: 1", Note("speedup=1.5, form=blocks"));
        Assert.EndsWith("hidden values matched: 0", Note("speedup=3, form=channels"));
        Assert.EndsWith("hidden values matched: 1", Note("speedup=2, blocks=0.3, exclude=sum*"));
        Assert.EndsWith("hidden values matched: 0", Note("speedup=4, blocks=0.3"));
        Assert.Equal("operator-option", Refused($"student={_file}, match=auto", BlockNets.Residual(1, 16)).Code);
    }

    [Fact]
    public void Apply_MatchThatIsUnknownOrOfOtherShapes_IsRefused()
    {
        Assert.Equal("value-unknown", Refused($"student={_file}, match=nothing>sum0", BlockNets.Residual(1, 16)).Code);
        Assert.Equal("student-output", Refused($"student={_file}, match=flat>sum0", BlockNets.Residual(1, 16)).Code);
        Assert.Equal("operator-option", Refused($"student={_file}, match=flat", BlockNets.Residual(1, 16)).Code);
    }

    [Fact]
    public void Apply_StudentWithOtherClasses_IsRefused()
    {
        Model student = BlockNets.Residual(1, 16);
        Model other = student with { Graph = student.Graph with { Outputs = [new ValueInfo("flat", null)] } };
        Problem problem = Refused($"student={_file}", other);
        Assert.Equal("student-output", problem.Code);
        Assert.Contains("1024", problem.Message);
    }

    [Fact]
    public void Apply_StudentOfAnotherInput_IsRefused()
    {
        Model student = BlockNets.Residual(1, 16);
        Model other = student with { Graph = student.Graph with { Inputs = [new ValueInfo("image", ElementType.Float, Dim.Named("n"), 3, 8, 8)] } };
        Problem problem = Refused($"student={_file}", other);
        Assert.Equal("student-input", problem.Code);
        Assert.Contains("[n,3,8,8]", problem.Message);
    }

    [Fact]
    public void Apply_WithoutData_AsksForIt() =>
        Assert.Equal("operator-data", Assert.Single(Assert.Throws<InputException>(() => OperatorPipeline.Parse("distill").Apply(Artefact.Of(BlockNets.Chain(2)), BlockNets.Context with { Data = null })).Problems).Code);

    public void Dispose() => File.Delete(_file);

    private Model Distill(string options, Model? student = null) => OperatorPipeline.Parse($"distill({options})").Apply(Artefact.Of(Teacher.Value), BlockNets.Context with { Read = _ => student! }).Whole!;

    private Problem Refused(string options, Model? student = null) => Assert.Single(Assert.Throws<InputException>(() => Distill(options, student)).Problems);

    private static double Accuracy(Model model) => new ModelEvaluator(BlockNets.Runner).Top1(model, BlockNets.Context.Data!.Test).Value;
}
