using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Numbers from a start up to a limit, which is left out, with a step.</summary>
internal sealed class RangeOp : OpDefinition
{
    public override string OpType => "Range";

    public override OpSchema Schema { get; } = new((3, 3), (1, 1), 11);

    public override QuantizationRole Quantization => QuantizationRole.NoReals;

    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [(node.Element(0) ?? node.Element(1) ?? node.Element(2)) is ElementType element ? new TensorType(element, [Length(node)]) : null];

    public override SymbolicTensor? InferValue(OpNode node)
    {
        (Dim start, Dim step) = (node.Scalar(0), node.Scalar(2));
        return start.Size is long first && step.Size is long by && node.Known(1) is not null
            ? SymbolicTensor.Build(SymbolicTensor.Sizes([Length(node)]), index => first + (index[0] * by))
            : null;
    }

    public override long? Macs(OpNode node) => 0;

    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes(outputs);

    private static Dim Length(OpNode node)
    {
        (Dim start, Dim limit, Dim step) = (node.Scalar(0), node.Scalar(1), node.Scalar(2));
        if (start.Size is long first && limit.Size is long end && step.Size is long by)
            return by == 0 || (by > 0 ? first >= end : first <= end) ? 0 : ((Math.Abs(end - first) - 1) / Math.Abs(by)) + 1;
        if (start.Size == 0 && step.Size == 1 && limit.Symbol is not null)
            return limit;
        return Real(node, 0) is double from && Real(node, 1) is double to && Real(node, 2) is double with && with != 0 && Math.Ceiling((to - from) / with) is < int.MaxValue and var count
            ? (long)Math.Max(0, count)
            : Dim.Unknown;
    }

    private static double? Real(OpNode node, int input) => node.Floats(input) is [float single] ? single
        : node.Constant(input) is { Element: ElementType.Double, Data: not null } c && c.Values<double>() is [double real] ? real
        : null;
}
