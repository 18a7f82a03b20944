using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Own;

/// <summary>
/// x as a grid would give it back: y = clip(round(x / scale), low - zero, high - zero) scale. The scale is one number or broadcasts to x, zero is one number.
/// Runs as the function that <see cref="FakeQuantizeFunction"/> puts into the model.
/// </summary>
internal sealed class FakeQuantizeOp : OpDefinition
{
    public override string OpType => FakeQuantizeFunction.Name;

    public override string Domain => Domains.Fulcrum;

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) => [node.InputCount > 0 ? node.Inputs[0] : null];

    public override long? Macs(OpNode node) => 0;

    /// <summary>
    /// Straight through (Bengio et al. 2013): dX = dY where x / scale lies within the grid, ends included, else 0. Learned step size (Esser et al. 2020):
    /// dScale = gain sum dY (y - x) / scale within the grid, gain sum dY y / scale outside, over what shares a scale; none where gain is 0. Zero has none.
    /// </summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (string x, string scale, string zero) = (scope.Node.Inputs[0], scope.Node.Inputs[1], scope.Node.Inputs[2]);
        string y = scope.Node.Outputs[0], gradient = scope.OutputGradient, steps = scope.Div(x, scale);
        string kept = scope.Emit("Clip", [steps, End("low"), End("high")]);
        string within = scope.Mask("Equal", steps, kept);
        float gain = scope.Node.Float("gain", 1);
        return [scope.Wants(0) ? scope.Mul(gradient, within) : null, scope.Wants(1) && gain != 0 ? Step() : null, null];

        string End(string name) => scope.Sub(scope.Scalar(scope.Node.Float(name, 0)), zero);

        string Step()
        {
            string moved = scope.SumTo(scope.Mul(gradient, scope.Sub(y, scope.Mul(within, x))), scope.ShapeOf(x), scale);
            return scope.Mul(scope.Div(moved, scale), gain);
        }
    }
}
