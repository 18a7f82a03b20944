using Fulcrum.Graphs;

namespace Fulcrum.Cuts.Splitting;

/// <summary>Element by element comparison of tensors.</summary>
internal static class TensorDifference
{
    public static SplitComparison Of(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual) =>
        expected.Zip(actual, Of).Aggregate(new SplitComparison(true, 0), SplitComparison.Worse);

    private static SplitComparison Of(Tensor expected, Tensor actual)
    {
        if (expected.Element != actual.Element || !expected.Shape.SequenceEqual(actual.Shape))
            return new SplitComparison(false, double.PositiveInfinity);
        if (expected.Strings is not null)
            return expected.Strings.Zip(actual.Strings ?? [], (a, b) => a.Span.SequenceEqual(b.Span)).All(same => same) ? new SplitComparison(true, 0) : new SplitComparison(false, double.PositiveInfinity);
        if (expected.Bytes.Span.SequenceEqual(actual.Bytes.Span))
            return new SplitComparison(true, 0);
        return new SplitComparison(false, expected.Element switch
        {
            ElementType.Float => Largest(expected.Values<float>(), actual.Values<float>(), v => v),
            ElementType.Double => Largest(expected.Values<double>(), actual.Values<double>(), v => v),
            ElementType.Float16 => Largest(expected.Values<Half>(), actual.Values<Half>(), v => (double)v),
            ElementType.Int64 => Largest(expected.Values<long>(), actual.Values<long>(), v => v),
            ElementType.Int32 => Largest(expected.Values<int>(), actual.Values<int>(), v => v),
            ElementType.UInt8 => Largest(expected.Values<byte>(), actual.Values<byte>(), v => v),
            ElementType.Int8 => Largest(expected.Values<sbyte>(), actual.Values<sbyte>(), v => v),
            _ => double.PositiveInfinity,
        });
    }

    private static double Largest<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, Func<T, double> number)
    {
        double largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            (double a, double b) = (number(expected[i]), number(actual[i]));
            if (a.Equals(b))
                continue;
            double difference = Math.Abs(a - b);
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        }

        return largest;
    }
}
