namespace Fulcrum.Ops.Definitions.Training;

/// <summary>The definitions of this folder, by name.</summary>
internal static class TrainingOps
{
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new AdagradOp(),
        new AdamOp(),
        new GradientOp(),
        new MomentumOp(),
    ];
}
