using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Training.Losses;

/// <summary>
/// Sum over the batch of a logit less the mean logit; the label says which logit. With labels drawn evenly and without regard to the samples the square of a weight's gradient is, on average,
/// what a unit of error in the weight adds to the mean square change of the logits about their mean. Gradient: one-hot(label) - 1 / classes.
/// </summary>
public sealed record LogitProbe : Loss
{
    internal override long? Classes(IReadOnlyList<LossInput> outputs) => outputs[0].Shape[^1];

    internal override LossTerms Emit(LossScope scope)
    {
        LossInput output = scope.Outputs[0];
        if (output.Shape.Count != 2)
            throw new InputException("model-not-trainable", output.Name, $"The output has shape [{string.Join(",", output.Shape)}], not [batch, classes].", "Use a classifier.");
        string hot = scope.Emit("OneHot", [scope.Labels, scope.Scalar("classes", output.Shape[1]), scope.Vector("off_on", 0, 1)], "one_hot", NodeAttribute.Of("axis", -1));
        string probe = scope.Emit("Sub", [hot, scope.Scalar("mean", 1f / output.Shape[1])], "probe");
        return new LossTerms(scope.SumAll(scope.Emit("Mul", [output.Logits, probe], "probed"), "value"), new Dictionary<string, string> { [output.Logits] = probe });
    }
}
