using Fulcrum.Graphs;

namespace Fulcrum.Training.Losses;

/// <summary>
/// Mean over the batch of -log softmax(logits)[label]; logits [batch, classes], labels int64 [batch].
/// Stable: the logarithm is taken by LogSoftmax. Gradient: (softmax(logits) - one-hot(label)) / batch.
/// </summary>
public sealed record SoftmaxCrossEntropy : Loss
{
    internal override IReadOnlyList<long>? TargetShape(IReadOnlyList<long> output) => [output[0]];

    internal override (string Loss, string Gradient) Emit(GraphBuilder builder, string output, IReadOnlyList<long> shape, string? target)
    {
        string depth = builder.Constant(Tensor.Scalar(builder.Unique("loss/classes"), shape[1]));
        string values = builder.Constant(Tensor.From<float>(builder.Unique("loss/off_on"), [2], [0, 1]));
        string scale = builder.Constant(Tensor.Scalar(builder.Unique("loss/scale"), 1f / shape[0]));
        string minus = builder.Constant(Tensor.Scalar(builder.Unique("loss/minus_scale"), -1f / shape[0]));
        string hot = builder.Emit("OneHot", [target!, depth, values], "loss/one_hot", NodeAttribute.Of("axis", -1));
        string log = builder.Emit("LogSoftmax", [output], "loss/log_softmax", NodeAttribute.Of("axis", -1));
        string picked = builder.Emit("Mul", [log, hot], "loss/picked");
        string sum = builder.Emit("ReduceSum", [picked], "loss/sum", NodeAttribute.Of("keepdims", 0));
        string loss = builder.Emit("Mul", [sum, minus], "loss/value");
        string excess = builder.Emit("Sub", [builder.Emit("Exp", [log], "loss/softmax"), hot], "loss/excess");
        return (loss, builder.Emit("Mul", [excess, scale], "loss/gradient"));
    }
}
