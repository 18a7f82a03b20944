namespace Fulcrum.Ops.Definitions.Own;

/// <summary>The definitions of this folder, by name.</summary>
internal static class OwnOps
{
    public static IReadOnlyList<OpDefinition> All { get; } = [new FakeQuantizeOp()];
}
