using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>One form of an op whose gradient is checked: inputs by shape, attributes.</summary>
public sealed record GradientCase(string OpType, string Form, long[][] Shapes, params NodeAttribute[] Attributes)
{
    /// <summary>Every form that is checked.</summary>
    public static readonly GradientCase[] All =
    [
        new("Add", "same shapes", [[3, 4], [3, 4]]),
        new("Add", "bias broadcast over the batch", [[3, 4], [4]]),
        new("Add", "inner dimension broadcast", [[3, 4], [3, 1]]),
        new("Add", "both broadcast", [[3, 1], [2, 1, 4]]),
        new("Add", "scalar", [[3, 4], []]),
        new("Sub", "same shapes", [[3, 4], [3, 4]]),
        new("Sub", "subtrahend broadcast", [[3, 4], [4]]),
        new("Sub", "minuend broadcast", [[1, 4], [3, 4]]),
        new("Relu", "both signs", [[5, 6]]),
        new("Softmax", "last axis", [[3, 5]]),
        new("Softmax", "first axis", [[3, 5]], NodeAttribute.Of("axis", 0)),
        new("MatMul", "matrices", [[3, 4], [4, 5]]),
        new("MatMul", "batched", [[2, 3, 4], [2, 4, 5]]),
        new("MatMul", "batch broadcast on the right", [[2, 3, 4], [4, 5]]),
        new("MatMul", "batch broadcast on the left", [[3, 4], [2, 4, 5]]),
        new("Gemm", "plain with bias", [[3, 4], [4, 5], [5]]),
        new("Gemm", "no bias", [[3, 4], [4, 5]]),
        new("Gemm", "B transposed", [[3, 4], [5, 4], [5]], NodeAttribute.Of("transB", 1)),
        new("Gemm", "A transposed", [[4, 3], [4, 5], [3, 5]], NodeAttribute.Of("transA", 1)),
        new("Gemm", "both transposed, scaled", [[4, 3], [5, 4], [1, 5]], NodeAttribute.Of("transA", 1), NodeAttribute.Of("transB", 1), NodeAttribute.Of("alpha", 0.5f), NodeAttribute.Of("beta", 2f)),
    ];

    /// <inheritdoc/>
    public override string ToString() => $"{OpType}: {Form}";
}
