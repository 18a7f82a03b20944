namespace Fulcrum.Ops.Definitions.Quantized;

/// <summary>The definitions of this folder, by name.</summary>
internal static class QuantizedOps
{
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new ConvIntegerOp(),
        new DequantizeLinearOp(),
        new DynamicQuantizeLinearOp(),
        new MatMulIntegerOp(),
        new QLinearConvOp(),
        new QLinearMatMulOp(),
        new QuantizeLinearOp(),
    ];
}
