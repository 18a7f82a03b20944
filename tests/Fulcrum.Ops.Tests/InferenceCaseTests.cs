using System.Globalization;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;

namespace Fulcrum.Ops.Tests;

/// <summary>The cases of inference-cases.txt, checked by hand: the types of the outputs and the work of one node.</summary>
public sealed class InferenceCaseTests
{
    private const string Header = "<ir_version: 10, opset_import: [\"\" : 22]> case ";

    public static TheoryData<string> Cases => [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "inference-cases.txt")).Where(line => line.Length > 0 && line[0] != '#')];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Infer_EachCase_GivesTheDeclaredOutputsAndTheWork(string line)
    {
        string[] parts = line.Split(' ', 2);
        Model model = GraphText.Parse(Header + parts[1]);
        GraphTypes types = TypeInference.Infer(model with { Graph = model.Graph with { Outputs = [.. model.Graph.Outputs.Select(o => o with { Type = null })] } });
        Assert.Equal(model.Graph.Outputs.Select(o => o.Type?.ToString()), model.Graph.Outputs.Select(o => types.Of(o.Name)?.ToString()));
        Assert.Equal(parts[0], types.Macs()?.ToString(CultureInfo.InvariantCulture) ?? "?");
    }
}
