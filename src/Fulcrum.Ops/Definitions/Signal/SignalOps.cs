namespace Fulcrum.Ops.Definitions.Signal;

/// <summary>The definitions of this folder, by name.</summary>
internal static class SignalOps
{
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new BlackmanWindowOp(),
        new DFTOp(),
        new HammingWindowOp(),
        new HannWindowOp(),
        new MelWeightMatrixOp(),
        new STFTOp(),
    ];
}
