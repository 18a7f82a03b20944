using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Training.Losses;

/// <summary>
/// Mean over the batch of -log softmax(logits)[label]; logits [batch, classes], labels int64 [batch].
/// Stable: the logarithm is taken by LogSoftmax. Gradient: (softmax(logits) - one-hot(label)) / batch.
/// </summary>
public sealed record SoftmaxCrossEntropy : Loss
{
    /// <summary>Which output it is about. Default the first.</summary>
    public int Output { get; init; }

    internal override long? Classes(IReadOnlyList<LossInput> outputs) => outputs[Output].Shape[^1];

    internal override LossTerms Emit(LossScope scope)
    {
        LossInput output = scope.Outputs[Output];
        if (output.Shape.Count != 2)
            throw new InputException("model-not-trainable", output.Name, $"The output has shape [{string.Join(",", output.Shape)}], not [batch, classes].", "Train a classifier.");
        long batch = output.Shape[0];
        string hot = scope.Emit("OneHot", [scope.Labels, scope.Scalar("classes", output.Shape[1]), scope.Vector("off_on", 0, 1)], "one_hot", NodeAttribute.Of("axis", -1));
        string log = scope.Emit("LogSoftmax", [output.Logits], "log_softmax", NodeAttribute.Of("axis", -1));
        string loss = scope.Times(scope.SumAll(scope.Emit("Mul", [log, hot], "picked"), "sum"), -1.0 / batch, "value");
        string excess = scope.Emit("Sub", [scope.Emit("Exp", [log], "softmax"), hot], "excess");
        return new LossTerms(loss, new Dictionary<string, string> { [output.Logits] = scope.Times(excess, 1.0 / batch, "gradient") });
    }
}
