using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Ops.Upgrades;

namespace Fulcrum.Operators.Rules;

/// <summary>The form in which weights are coded: constants as weights, BatchNormalization and biases folded into them, in an opset that can be trained.</summary>
public static class FoldedForm
{
    /// <summary>Brings a model into it.</summary>
    /// <returns>The model, and what was done.</returns>
    /// <exception cref="Problems.InputException"><c>opset-not-liftable</c>.</exception>
    public static (Model Model, IReadOnlyList<RuleRecord> Records) Of(Model model) => RuleDriver.Apply(
        OpsetUpgrade.Lift(model), new ConstantToInitializerRule(), new IdentityRule(), new FoldConstantShapeRule(), new FoldBiasRule(), new FoldBatchNormalizationRule());
}
