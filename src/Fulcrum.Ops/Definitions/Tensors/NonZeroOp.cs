using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Where a tensor is not zero: one column of indices for each such element.</summary>
internal sealed class NonZeroOp : OpDefinition
{
    public override string OpType => "NonZero";

    public override OpSchema Schema { get; } = new((1, 1), (1, 1), 9, 13);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [new TensorType(ElementType.Int64, [node.Shape(0)?.Count ?? Dim.Unknown, node.Known(0)?.Numbers?.Count(v => v != 0) ?? Dim.Unknown])];

    public override SymbolicTensor? InferValue(OpNode node)
    {
        if (node.Known(0) is not { Numbers: not null } value)
            return null;
        List<int[]> places = [];
        SymbolicTensor.Build([.. value.Shape], index =>
        {
            if (value.At(index)?.Size != 0)
                places.Add([.. index]);
            return 0;
        });
        return SymbolicTensor.Build([value.Shape.Count, places.Count], index => places[index[1]][index[0]]);
    }

    public override long? Macs(OpNode node) => 0;
}
