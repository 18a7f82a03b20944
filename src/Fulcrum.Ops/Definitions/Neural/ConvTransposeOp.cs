using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>The transpose of a convolution with a weight [C, M / group, kernel...].</summary>
internal sealed class ConvTransposeOp : TransposedConvolutionOp
{
    public override string OpType => "ConvTranspose";

    public override OpSchema Schema { get; } = new((2, 3), (1, 1), 1, 11, 22);

    public override bool HasGradient => true;

    /// <summary>dX = dY * W (convolution), dW = dY * X summed over samples, dB = dY summed over samples and space.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (string x, string w, string dy) = (scope.Node.Inputs[0], scope.Node.Inputs[1], scope.OutputGradient);
        (long[] input, long[] filter, long[] output) = (scope.SizesOf(x), scope.SizesOf(w), scope.SizesOf(scope.Node.Outputs[0]));
        WindowGeometry window = WindowGeometry.Spreading(scope.Node, input[2..], output[2..], filter[2..]);
        return
        [
            scope.Wants(0) ? ConvolutionGradient.Response(scope, dy, w, window) : null,
            scope.Wants(1) ? ConvolutionGradient.Filter(scope, dy, x, output[1], input[1], input[0], window) : null,
            scope.Wants(2) ? ConvolutionGradient.Bias(scope, window.Rank) : null,
        ];
    }

    public override void Couple(CouplingScope scope) => ConvolutionCoupling.Spreading(scope);
}
