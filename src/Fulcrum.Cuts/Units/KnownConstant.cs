using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Cuts.Units;

/// <summary>Integer values that are known before the model runs, as constants: shapes of static tensors and what is computed from them.</summary>
internal static class KnownConstant
{
    /// <summary>The value as a constant of its own name; null when it is not known in full.</summary>
    public static Tensor? Of(GraphTypes types, string value)
    {
        if (value.Length == 0 || types.Known(value) is not { Numbers: { } numbers } known || types.Tensor(value) is not { } type)
            return null;
        long[] shape = [.. known.Shape.Select(d => (long)d)];
        return type.Element switch
        {
            ElementType.Int64 => Tensor.From<long>(value, shape, numbers),
            ElementType.Int32 when numbers.All(n => n is >= int.MinValue and <= int.MaxValue) => Tensor.From<int>(value, shape, [.. numbers.Select(n => (int)n)]),
            ElementType.Bool => Tensor.From<bool>(value, shape, [.. numbers.Select(n => n != 0)]),
            _ => null,
        };
    }
}
