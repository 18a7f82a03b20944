namespace Fulcrum.Ops.Definitions.Control;

/// <summary>The definitions of this folder, by name.</summary>
internal static class ControlOps
{
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new IfOp(),
        new LoopOp(),
        new ScanOp(),
    ];
}
