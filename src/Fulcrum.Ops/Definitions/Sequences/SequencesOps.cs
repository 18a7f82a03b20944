namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>The definitions of this folder, by name.</summary>
internal static class SequencesOps
{
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new ConcatFromSequenceOp(),
        new OptionalGetElementOp(),
        new OptionalHasElementOp(),
        new OptionalOp(),
        new SequenceAtOp(),
        new SequenceConstructOp(),
        new SequenceEmptyOp(),
        new SequenceEraseOp(),
        new SequenceInsertOp(),
        new SequenceLengthOp(),
        new SequenceMapOp(),
        new SplitToSequenceOp(),
    ];
}
