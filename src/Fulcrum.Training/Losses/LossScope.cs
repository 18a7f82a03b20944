using Fulcrum.Graphs;

namespace Fulcrum.Training.Losses;

/// <summary>What a loss is written with.</summary>
/// <param name="builder">The step graph.</param>
/// <param name="outputs">The forward model's outputs, in order.</param>
/// <param name="labels">The label input, int64 [batch]; null when the loss needs none.</param>
internal sealed class LossScope(GraphBuilder builder, IReadOnlyList<LossInput> outputs, string? labels)
{
    /// <summary>The forward model's outputs.</summary>
    public IReadOnlyList<LossInput> Outputs => outputs;

    /// <summary>The label input.</summary>
    public string Labels => labels ?? throw new InvalidOperationException("The loss asked for no labels.");

    /// <summary>Emits a node.</summary>
    public string Emit(string opType, IReadOnlyList<string> inputs, string stem, params NodeAttribute[] attributes) =>
        builder.Emit(opType, inputs, $"loss/{stem}", attributes);

    /// <summary>A constant scalar.</summary>
    public string Scalar<T>(string stem, T value) where T : unmanaged => builder.Constant(Tensor.Scalar(builder.Unique($"loss/{stem}"), value));

    /// <summary>A constant vector.</summary>
    public string Vector(string stem, params float[] values) => builder.Constant(Tensor.From<float>(builder.Unique($"loss/{stem}"), [values.Length], values));

    /// <summary>A value times a constant.</summary>
    public string Times(string value, double factor, string stem) => factor == 1 ? value : Emit("Mul", [value, Scalar($"{stem}/factor", (float)factor)], stem);

    /// <summary>The sum of all elements, a scalar.</summary>
    public string SumAll(string value, string stem) => Emit("ReduceSum", [value], stem, NodeAttribute.Of("keepdims", 0));

    /// <summary>The terms of several losses, weighted: values are added, and gradients of the same value too.</summary>
    public LossTerms Weighted(IReadOnlyList<(double Weight, LossTerms Terms)> parts)
    {
        string[] values = [.. parts.Select((p, i) => Times(p.Terms.Value, p.Weight, $"part{i}"))];
        var gradients = parts
            .SelectMany(p => p.Terms.Gradients.Select(g => (g.Key, Gradient: Times(g.Value, p.Weight, "weighted"))))
            .GroupBy(g => g.Key)
            .ToDictionary(g => g.Key, g => g.Count() == 1 ? g.First().Gradient : Emit("Sum", [.. g.Select(x => x.Gradient)], "joined"));
        return new LossTerms(values.Length == 1 ? values[0] : Emit("Sum", values, "total"), gradients);
    }
}
