using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Graphs.Execution;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Tests;

public sealed class ExitJoinerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-exits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("early-exit(exits=2, epochs=0, hidden=8)")]
    [InlineData("early-exit(exits=1, epochs=0, head=linear) | sptq")]
    [InlineData("early-exit(exits=2, epochs=0, hidden=8) | partition")]
    public void Join_Chain_IsTheWholeModelAgain(string operators)
    {
        Artefact made = Made(operators);
        ExitPlan plan = made.Exits!;
        Model joined = ExitJoiner.Join(made.Written, plan);
        GraphChecker.Require(joined);
        Assert.Equal([plan.Final, .. plan.Points.Select(p => p.Output)], joined.Graph.Outputs.Select(o => o.Name));
        Assert.Equal(joined.Graph.Nodes.Count, made.Written.SelectMany(m => m.Graph.Nodes).SelectMany(n => n.Outputs).Distinct().Count());
        var options = new LoadOptions { Optimization = OptimizationLevel.None };
        using var parts = new ExitChain(EarlyExitNets.Runner, made.Written, plan, options);
        using var whole = new ExitChain(EarlyExitNets.Runner, [joined], plan, options);
        Assert.All(parts.Run(EarlyExitNets.Images(20)).Zip(whole.Run(EarlyExitNets.Images(20))), p => Assert.Equal(p.First.Bytes.ToArray(), p.Second.Bytes.ToArray()));
    }

    [Fact]
    public void Join_WhatDoesNotFit_IsRefused()
    {
        Artefact made = Made("early-exit(exits=1, epochs=0, hidden=8)");
        ExitPlan plan = made.Exits!;
        Assert.Equal("plan-exits-chain", Refused(() => ExitJoiner.Join([.. made.Written.Reverse()], plan)));
        Assert.Equal("plan-exits-output", Refused(() => ExitJoiner.Join(made.Written, plan with { Final = "nothing" })));
        Assert.Equal("plan-exits-output", Refused(() => ExitJoiner.Join(made.Written, plan with { Points = [plan.Points[0] with { Output = made.Written[0].Graph.Outputs[0].Name }] })));
        Model other = made.Written[1] with { Opsets = [new OpsetImport("", 13)] };
        Assert.Equal("plan-exits-chain", Refused(() => ExitJoiner.Join([made.Written[0], other], plan)));
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("\"threshold\": 0.9", "\"threshold\": 2", null)]
    [InlineData("\"threshold\": 0.9", "\"threshold\": 2.5", "plan-exits-threshold")]
    [InlineData("\"threshold\": 0.9", "\"threshold\": -0.1", "plan-exits-threshold")]
    [InlineData("\"threshold\": 0.9", "\"threshold\": null", "plan-exits-threshold")]
    [InlineData("segment-2.onnx", "segment-9.onnx", "plan-exits-file")]
    [InlineData("segment-2.onnx", "../segment-2.onnx", "plan-exits-file")]
    [InlineData("max-softmax", "mood", "plan-exits-malformed")]
    [InlineData("\"format\": 1", "\"format\": 7", "plan-exits-malformed")]
    [InlineData("\"final\": \"y\"", "\"final\": null", "plan-exits-malformed")]
    [InlineData("\"segments\"", "\"parts\"", "plan-exits-malformed")]
    [InlineData("{", "[", "plan-exits-malformed")]
    public void Read_File_SaysWhatIsWrong(string from, string to, string? code)
    {
        const string good = """
            { "format": 1, "confidence": "max-softmax", "final": "y", "expected_macs": 0.6, "segments": [
              { "file": "segment-1.onnx", "tier": 1, "inputs": ["x"], "outputs": ["b1", "exit-1"], "macs": 0.35, "exit": "exit-1", "threshold": 0.9 },
              { "file": "segment-2.onnx", "tier": 1, "inputs": ["b1"], "outputs": ["y"], "macs": 1.02, "exit": null, "threshold": null } ] }
            """;
        File.WriteAllText(Path.Combine(_folder, "segment-1.onnx"), "");
        File.WriteAllText(Path.Combine(_folder, "segment-2.onnx"), "");
        File.WriteAllText(Path.Combine(_folder, ExitsFile.FileName), from.Length == 0 ? good : good.Replace(from, to));
        if (code is null)
            Assert.Equal(2, ExitsFile.Read(_folder).Segments.Count);
        else
            Assert.Equal(code, Refused(() => ExitsFile.Read(_folder)));
    }

    private static string Refused(Func<object> act) => Assert.Single(Assert.Throws<InputException>(act).Problems).Code;

    private static Artefact Made(string operators) => EarlyExitTests.Apply(operators, EarlyExitNets.Residual());
}
