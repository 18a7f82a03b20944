namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>The definitions of this folder, by name.</summary>
internal static class TensorsOps
{
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new ConstantOp(),
        new FlattenOp(),
        new IdentityOp(),
        new ReshapeOp(),
        new ShapeOp(),
        new TransposeOp(),
    ];
}
