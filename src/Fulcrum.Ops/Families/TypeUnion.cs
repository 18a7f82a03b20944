using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>What two types have in common: of one of two branches, of a value before and after a loop's body, of the items of a sequence.</summary>
internal static class TypeUnion
{
    /// <summary>The common type: the first one itself when the second is no wider; null when they have nothing in common.</summary>
    public static OnnxType? Of(OnnxType? a, OnnxType? b) => (a, b) switch
    {
        (TensorType x, TensorType y) => x.Element == y.Element ? Tensor(x, y) : null,
        (SequenceType x, SequenceType y) => Of(x.Item, y.Item) is var item && ReferenceEquals(item, x.Item) ? x : new SequenceType(item),
        (OptionalType x, OptionalType y) => Of(x.Item, y.Item) is var item && ReferenceEquals(item, x.Item) ? x : new OptionalType(item),
        (OptionalType x, not null) => Of(x.Item, b) is var item && ReferenceEquals(item, x.Item) ? x : new OptionalType(item),
        (not null, OptionalType y) => new OptionalType(Of(a, y.Item)),
        _ => null,
    };

    private static TensorType Tensor(TensorType a, TensorType b)
    {
        if (a.Shape is null)
            return a;
        if (b.Shape is null || a.Shape.Count != b.Shape.Count)
            return a with { Shape = null };
        Dim[] common = [.. a.Shape.Zip(b.Shape, (x, y) => Same(x, y) ? x : Dim.Unknown)];
        return common.Zip(a.Shape, Same).All(same => same) ? a : a with { Shape = common };
    }

    private static bool Same(Dim a, Dim b) => a.Size == b.Size && a.Symbol == b.Symbol;
}
