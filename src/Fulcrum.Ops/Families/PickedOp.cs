using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Elementwise one of any number of inputs: the largest or the smallest.</summary>
internal abstract class PickedOp : BroadcastOp
{
    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool HasGradient => true;

    /// <summary>dXi = dY where Xi = Y and no earlier input does, summed over what was broadcast: of equal inputs the first gets all.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        (string y, string rest) = (scope.Node.Outputs[0], scope.OutputGradient);
        var result = new string?[scope.Node.Inputs.Count];
        int last = Enumerable.Range(0, result.Length).Last(scope.Wants);
        for (int i = 0; i <= last; i++)
        {
            bool takesAll = i == result.Length - 1;
            string own = takesAll ? rest : scope.Mul(rest, scope.Mask("Equal", scope.Node.Inputs[i], y));
            result[i] = scope.Wants(i) ? SumTo(scope, own, i) : null;
            rest = i < last ? scope.Sub(rest, own) : rest;
        }

        return result;
    }
}
