using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Conformance.Tests;

public sealed class InferenceCoverageTests
{
    [Fact]
    public void Catalogue_EveryOp_IsInAConformanceModelOrInACaseWrittenByHand()
    {
        IReadOnlyList<ConformanceCase> cases = ConformanceCase.All();
        if (cases.Count == 0)
            Assert.Skip("Debian's libonnx-testdata is not installed");
        string written = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "inference-cases.txt"));
        HashSet<OpDefinition?> covered = [.. cases.SelectMany(c => AllNodes(c.Model().Graph)).Select(OpCatalog.Find)];
        Assert.Equal([], OpCatalog.All.Where(d => !covered.Contains(d) && !IsWritten(written, d)).Select(d => $"{d.Domain} {d.OpType}"));
    }

    private static bool IsWritten(string cases, OpDefinition op)
    {
        string name = op.Domain.Length == 0 ? op.OpType : $"{op.Domain}.{op.OpType}";
        return cases.Contains($"= {name}(", StringComparison.Ordinal) || cases.Contains($"= {name} <", StringComparison.Ordinal);
    }

    private static IEnumerable<Node> AllNodes(Graph graph) => graph.Nodes.SelectMany(n => GraphIndex.Bodies(n).SelectMany(AllNodes).Prepend(n));
}
