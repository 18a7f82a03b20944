using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Lab.Artefacts;
using Fulcrum.Lab.Studies;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Tests.Studies;

public sealed class StrategyFolderTests : IDisposable
{
    private static readonly Model First = Net("(float[N, 4] x) => (float[N, 4] a) { h = Relu(x) a = Abs(h) }"), Second = Net("(float[N, 4] a) => (float[N, 4] y) { b = Neg(a) y = Tanh(b) }");
    private static readonly Model Whole = Net("(float[N, 4] x) => (float[N, 4] y) { h = Relu(x) a = Abs(h) b = Neg(a) y = Tanh(b) }");
    private static readonly ArtefactFolder One = new([new ArtefactPart(Whole, 1, null)], ["y"], new string('0', 64)), Two = new([new ArtefactPart(First, 1, null), new ArtefactPart(Second, 2, null)], ["y"], new string('0', 64));
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-strategy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_SingleTierBehindOthers_HasThemHandOn()
    {
        PlanManifest plan = Write(Of("far"), One);
        Assert.Equal(["near:0", "mid:0", "far:1"], plan.Tiers.Select(t => $"{t.Name}:{t.Segments.Count}"));
        Assert.All(plan.Links, l => Assert.Equal("x", Assert.Single(l.Tensors).Name));
        // Only what crosses the slow link is packed.
        Assert.Equal([PlanCodingKind.Plain, PlanCodingKind.Compressed], plan.Links.Select(l => l.Tensors[0].Coding.Kind));
        Assert.Equal(("y", "far"), (Assert.Single(plan.Outputs).Name, plan.Outputs[0].Tier));
    }

    [Fact]
    public void Write_FastLink_IsNotPacked() => Assert.Equal(PlanCodingKind.Plain, Assert.Single(Write(Of("mid"), One).Links).Tensors[0].Coding.Kind);

    [Fact]
    public void Write_Device_NeedsNoOther() => Assert.Equal((1, 0), (Write(Of("near"), One).Tiers.Count, Write(Of("near"), One).Links.Count));

    [Fact]
    public void Write_TwoParts_StandOnTheirTiersWithOthersBetween()
    {
        PlanManifest plan = Write(Of("near+far"), Two);
        Assert.Equal(["near:1", "mid:0", "far:1"], plan.Tiers.Select(t => $"{t.Name}:{t.Segments.Count}"));
        Assert.All(plan.Links, l => Assert.Equal("a", Assert.Single(l.Tensors).Name));
        Assert.Equal(["near:0", "mid:1", "far:1"], Write(Of("mid+far"), Two).Tiers.Select(t => $"{t.Name}:{t.Segments.Count}"));
    }

    [Fact]
    public void Write_Exits_StayBehindTheirParts()
    {
        var exit = new ManifestExit("a", ExitConfidence.Entropy, 0.8);
        PlanManifest plan = Write(Of("near+mid"), Two with { Parts = [Two.Parts[0] with { Exit = exit }, Two.Parts[1]] });
        Assert.Equal(exit, Assert.Single(plan.Tiers[0].Segments).Exit);
        Assert.Null(Assert.Single(plan.Tiers[1].Segments).Exit);
        // All on one tier: both parts, and the value between them.
        plan = Write(Of("mid"), new ArtefactFolder([new ArtefactPart(First, 1, exit), new ArtefactPart(Second, 1, null)], ["y"], new string('0', 64)));
        Assert.Equal((2, "a"), (plan.Tiers[1].Segments.Count, Assert.Single(plan.Tiers[1].Values).Name));
    }

    [Fact]
    public void Write_Prepared_IsComputedOnTheDevice()
    {
        Strategy strategy = Of("mid");
        strategy = strategy with { Model = strategy.Model with { Prepared = "a" } };
        PlanManifest plan = Write(strategy, One);
        Assert.Equal(["near:1", "mid:1"], plan.Tiers.Select(t => $"{t.Name}:{t.Segments.Count}"));
        Assert.Equal("a", Assert.Single(plan.Links[0].Tensors).Name);
        // Where the device runs the model there is nothing to move; as published nothing is.
        Assert.Single(Write(strategy with { Placement = new StudyPlacement(["near"]) }, One).Tiers[0].Segments);
        Assert.Empty(Write(strategy with { Mode = StudyMode.AsPublished }, One).Tiers[0].Segments);
        Assert.Equal("study-prepared", Assert.Throws<InputException>(() => Write(strategy with { Model = strategy.Model with { Prepared = "nothing" } }, One)).Problems[0].Code);
    }

    [Fact]
    public void Write_AsPublished_SendsText() => Assert.All(Write(Of("far", StudyMode.AsPublished), One).Links, l => Assert.Equal(PlanCodingKind.Base64, Assert.Single(l.Tensors).Coding.Kind));

    [Theory]
    [InlineData("near+mid", false, "1 parts for 2 tiers")]
    [InlineData("near", true, "2 parts for 1 tiers")]
    [InlineData("near+mid+far", true, "2 parts for 3 tiers")]
    public void Write_AnotherNumberOfParts_IsRefused(string placement, bool isTwo, string said)
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => Write(Of(placement), isTwo ? Two : One)).Problems);
        Assert.Equal("study-parts", problem.Code);
        Assert.Contains(said, problem.Message);
    }

    private static Model Net(string body) => GraphText.Parse($"<ir_version: 8, opset_import: [\"\" : 17]>\ng {body}");

    private static Strategy Of(string placement, StudyMode mode = StudyMode.Fulcrum) => new(MadeStudy.Small.Models[0], MadeStudy.Small.Operators[0], new StudyPlacement(placement.Split('+')), mode, MadeStudy.Small.Conditions[0]);

    private PlanManifest Write(Strategy strategy, ArtefactFolder artefact) => StrategyFolder.Write(Path.Combine(_folder, Guid.NewGuid().ToString("N")), strategy, artefact).Manifest;
}
