using Fulcrum.Graphs;

namespace Fulcrum.Training.Losses;

/// <summary>
/// Mean over all elements of the squared output: for models whose output is an error, such as a reconstruction less what it should be.
/// Needs no target. Gradient: 2 output / elements.
/// </summary>
public sealed record MeanSquare : Loss
{
    internal override IReadOnlyList<long>? TargetShape(IReadOnlyList<long> output) => null;

    internal override (string Loss, string Gradient) Emit(GraphBuilder builder, string output, IReadOnlyList<long> shape, string? target)
    {
        long elements = shape.Aggregate(1L, (product, size) => checked(product * size));
        string scale = builder.Constant(Tensor.Scalar(builder.Unique("loss/scale"), 2f / elements));
        string square = builder.Emit("Mul", [output, output], "loss/square");
        string loss = builder.Emit("ReduceMean", [square], "loss/value", NodeAttribute.Of("keepdims", 0));
        return (loss, builder.Emit("Mul", [output, scale], "loss/gradient"));
    }
}
