using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Runtime;

namespace Fulcrum.Conformance.Tests;

/// <summary>Every conformance model of more than one node, split at every cut, against the whole on the stored inputs.</summary>
public sealed class SplitConformanceTests
{
    [Fact]
    public void Split_EveryCutOfEveryConformanceModel_EqualsTheWholeToTheBit()
    {
        IReadOnlyList<ConformanceCase> cases = ConformanceCase.All();
        if (cases.Count == 0)
            Assert.Skip("Debian's libonnx-testdata is not installed");
        var failures = new Dictionary<string, string>();
        int cuts = 0;
        foreach (ConformanceCase item in cases.Where(c => c.Model().Graph.Nodes.Count > 1))
        {
            try
            {
                cuts += SplitAll(item, failures);
            }
            catch (InputException refused)
            {
                failures[item.Name] = refused.Message.ReplaceLineEndings(" ");
            }
        }

        new ExceptionList("split-exceptions.txt").Check(failures, [.. cases.Select(c => c.Name)]);
        Assert.True(cuts > 500, $"Only {cuts} cuts were tried.");
    }

    private static int SplitAll(ConformanceCase item, Dictionary<string, string> failures)
    {
        Model model = item.Model();
        IReadOnlyList<Cut> cuts = CutFinder.Find(model, new CutOptions { IncludeDominated = true, MaximumTensors = 6 }).Cuts;
        Tensor?[] stored = [.. item.Inputs()];
        if (cuts.Count == 0 || stored.Any(t => t is null))
            return 0;
        Tensor[] inputs = [.. stored.Select((t, i) => t! with { Name = model.Graph.Inputs[i].Name })];
        var options = new LoadOptions { Optimization = OptimizationLevel.None };
        var runner = new OnnxRuntimeRunner(1);
        IReadOnlyList<Tensor>[] expected = SplitVerifier.RunAll(runner, model, [inputs], options);
        foreach (Cut cut in cuts)
        {
            SplitComparison result = SplitVerifier.Compare(runner, expected, ModelSplitter.Split(model, cut), [inputs], options);
            if (!result.IsBitExact)
                failures[item.Name] = $"at {cut.Name}: the largest difference is {result.MaximumDifference}";
        }

        return cuts.Count;
    }
}
