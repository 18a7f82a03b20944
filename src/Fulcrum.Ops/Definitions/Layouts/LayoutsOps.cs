namespace Fulcrum.Ops.Definitions.Layouts;

/// <summary>The definitions of this folder, by name.</summary>
internal static class LayoutsOps
{
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new InternalNhwcAveragePoolOp(),
        new InternalNhwcConvOp(),
        new InternalNhwcConvTransposeOp(),
        new InternalNhwcGlobalAveragePoolOp(),
        new InternalNhwcGlobalMaxPoolOp(),
        new InternalNhwcMaxPoolOp(),
        new InternalNhwcQLinearConvOp(),
        new NchwcAveragePoolOp(),
        new NchwcConvOp(),
        new NchwcGlobalAveragePoolOp(),
        new NchwcGlobalMaxPoolOp(),
        new NchwcMaxPoolOp(),
        new NchwcUpsampleOp(),
        new ReorderInputOp(),
        new ReorderOutputOp(),
    ];
}
