using Fulcrum.Graphs;

namespace Fulcrum.Training.Losses;

/// <summary>Mean over all elements of (output - target)²; the target has the output's shape. Gradient: 2 (output - target) / elements.</summary>
public sealed record MeanSquaredError : Loss
{
    internal override ElementType TargetElement => ElementType.Float;

    internal override IReadOnlyList<long> TargetShape(IReadOnlyList<long> output) => output;

    internal override (string Loss, string Gradient) Emit(GraphBuilder builder, string output, IReadOnlyList<long> shape, string target)
    {
        long elements = shape.Aggregate(1L, (product, size) => checked(product * size));
        string scale = builder.Constant(Tensor.Scalar(builder.Unique("loss/scale"), 2f / elements));
        string error = builder.Emit("Sub", [output, target], "loss/error");
        string square = builder.Emit("Mul", [error, error], "loss/square");
        string loss = builder.Emit("ReduceMean", [square], "loss/value", NodeAttribute.Of("keepdims", 0));
        return (loss, builder.Emit("Mul", [error, scale], "loss/gradient"));
    }
}
