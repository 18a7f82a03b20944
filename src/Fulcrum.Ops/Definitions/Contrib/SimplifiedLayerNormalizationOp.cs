using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>Root mean square normalization, scaled; ONNX Runtime adds it to ONNX's own domain.</summary>
internal sealed class SimplifiedLayerNormalizationOp : LastAxesNormOp
{
    public override string OpType => "SimplifiedLayerNormalization";

    public override OpSchema Schema { get; } = new((2, 2), (1, 2), 1);
}
