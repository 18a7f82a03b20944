using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Conformance.Tests;

/// <summary>Inferred types against the stored outputs of every conformance model. Declared output types are taken away first; stored integer inputs count as constants.</summary>
public sealed class InferenceConformanceTests
{
    [Fact]
    public void Infer_EveryConformanceModel_GivesTheTypesOfTheStoredOutputs()
    {
        IReadOnlyList<ConformanceCase> cases = ConformanceCase.All();
        if (cases.Count == 0)
            Assert.Skip("Debian's libonnx-testdata is not installed");
        var failures = new Dictionary<string, string>();
        foreach (ConformanceCase item in cases)
        {
            if (Difference(item) is string difference)
                failures[item.Name] = difference;
        }

        new ExceptionList("inference-exceptions.txt").Check(failures, [.. cases.Select(c => c.Name)]);
    }

    private static string? Difference(ConformanceCase item)
    {
        Model model = WithConstants(item.Model(), item.Inputs());
        GraphTypes types = TypeInference.Infer(model);
        if (types.Unknown.Count > 0)
            return $"not in the catalogue: {string.Join(", ", types.Unknown.Select(n => n.OpType).Distinct())}";
        IReadOnlyList<Tensor?> stored = item.Outputs();
        for (int i = 0; i < model.Graph.Outputs.Count; i++)
        {
            OnnxType? inferred = types.Of(model.Graph.Outputs[i].Name);
            if (inferred is null)
                return $"output {i} has no type";
            if (i < stored.Count && stored[i] is Tensor expected && !Fits(inferred, expected))
                return $"output {i} is {inferred}, stored is {expected.Element}[{string.Join(",", expected.Shape)}]";
        }

        return null;
    }

    private static bool Fits(OnnxType inferred, Tensor expected) => (inferred is OptionalType { Item: { } item } ? item : inferred) is not TensorType type
        || (type.Element == expected.Element && type.Shape is { } shape && shape.Select(d => d.Size).SequenceEqual(expected.Shape.Select(d => (long?)d)));

    private static Model WithConstants(Model model, IReadOnlyList<Tensor?> stored)
    {
        Graph graph = model.Graph;
        var constants = graph.Inputs.Zip(stored, (input, value) => value is null || !IsConstant(value) ? null : value with { Name = input.Name }).OfType<Tensor>().ToArray();
        return model with
        {
            Graph = graph with
            {
                Initializers = [.. graph.Initializers, .. constants],
                Outputs = [.. graph.Outputs.Select(o => o with { Type = null })],
                Values = [],
            },
        };
    }

    private static bool IsConstant(Tensor tensor) => tensor.Element is ElementType.Int64 or ElementType.Int32 or ElementType.Bool || tensor.ElementCount <= 16;
}
