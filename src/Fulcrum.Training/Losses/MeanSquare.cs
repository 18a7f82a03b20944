using Fulcrum.Graphs;

namespace Fulcrum.Training.Losses;

/// <summary>
/// Mean over all elements of the squared output: for models whose output is an error, such as a reconstruction less what it should be.
/// Needs no labels. Gradient: 2 output / elements.
/// </summary>
public sealed record MeanSquare : Loss
{
    internal override bool NeedsLabels => false;

    internal override LossTerms Emit(LossScope scope)
    {
        LossInput output = scope.Outputs[0];
        string square = scope.Emit("Mul", [output.Name, output.Name], "square");
        string loss = scope.Emit("ReduceMean", [square], "value", NodeAttribute.Of("keepdims", 0));
        return new LossTerms(loss, new Dictionary<string, string> { [output.Name] = scope.Times(output.Name, 2.0 / output.Elements, "gradient") });
    }
}
