using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>One op with attributes and input shapes, to be differentiated and compared with central differences.</summary>
/// <param name="Name">What the case is about.</param>
/// <param name="OpType">The op.</param>
/// <param name="Shapes">The shapes of the inputs to differentiate by, in order.</param>
/// <param name="Attributes">The attributes.</param>
internal sealed record GradientCase(string Name, string OpType, long[][] Shapes, params NodeAttribute[] Attributes)
{
    /// <summary>Inputs stay at least this far from zero, where the op has a kink or a pole there.</summary>
    public float Gap { get; init; }

    /// <summary>Inputs are positive.</summary>
    public bool Positive { get; init; }

    /// <summary>The op is linear in each input: large steps are exact, which single precision needs.</summary>
    public bool Linear { get; init; }

    /// <summary>The op's kernel computes in single precision whatever its type says.</summary>
    public bool Single { get; init; }

    /// <summary>The op has a double kernel; the differences must then be taken with it.</summary>
    public bool Double { get; init; }

    /// <summary>Inputs reach this far, beyond the gap.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>The elements of the first input, where they are not random.</summary>
    public double[]? First { get; init; }

    /// <summary>Numbers that inputs stay away from.</summary>
    public double[] Kinks { get; init; } = [];

    /// <summary>Inputs that are constants, by position; null is one left out.</summary>
    public (int Position, Tensor? Value)[] Fixed { get; init; } = [];

    /// <summary>The op's domain.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The version of ONNX.</summary>
    public long Opset { get; init; } = Model.DefaultOpset;

    /// <summary>How many outputs the node has.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>How many outputs, from the first on, the loss depends on.</summary>
    public int ReadOutputs { get; init; } = 1;

    /// <summary>The element type of the outputs, where it is not that of the inputs.</summary>
    public ElementType? Result { get; init; }

    /// <summary>A constant input of integers.</summary>
    public static (int Position, Tensor? Value) Integers(int position, params long[] values) => (position, Tensor.From<long>("", [values.Length], values));

    /// <summary>A constant scalar.</summary>
    public static (int Position, Tensor? Value) Scalar<T>(int position, T value) where T : unmanaged => (position, Tensor.Scalar("", value));

    public override string ToString() => $"{OpType}: {Name}";

    public static IReadOnlyList<GradientCase> All { get; } =
    [
        new("same shapes", "Add", [[3, 4], [3, 4]]),
        new("row broadcast", "Add", [[3, 4], [4]]),
        new("column broadcast", "Add", [[3, 1], [3, 4]]),
        new("both broadcast", "Add", [[2, 1, 4], [3, 1]]),
        new("scalar", "Add", [[3, 4], []]),
        new("both broadcast", "Div", [[3, 1], [2, 1, 4]]) { Gap = 0.5f },
        new("plain", "Exp", [[3, 4]]),
        new("to matrix", "Flatten", [[2, 3, 4]], NodeAttribute.Of("axis", 2)),
        new("plain", "Gemm", [[3, 5], [5, 4], [4]]),
        new("weights as [out, in]", "Gemm", [[3, 5], [4, 5], [4]], NodeAttribute.Of("transB", 1)),
        new("transposed left", "Gemm", [[5, 3], [5, 4], [3, 1]], NodeAttribute.Of("transA", 1)),
        new("both transposed, scaled", "Gemm", [[5, 3], [4, 5], [1, 4]], NodeAttribute.Of("transA", 1), NodeAttribute.Of("transB", 1), NodeAttribute.Of("alpha", 0.5f), NodeAttribute.Of("beta", 2f)),
        new("without bias", "Gemm", [[3, 5], [5, 4]]),
        new("plain", "Identity", [[3, 4]]),
        new("plain", "Log", [[3, 4]]) { Positive = true, Gap = 0.5f },
        new("last axis", "LogSoftmax", [[3, 4]]),
        new("first axis", "LogSoftmax", [[3, 4]], NodeAttribute.Of("axis", 0)),
        new("matrices", "MatMul", [[3, 5], [5, 4]]),
        new("stack times matrix", "MatMul", [[2, 3, 5], [5, 4]]),
        new("broadcast stacks", "MatMul", [[2, 1, 3, 5], [6, 5, 4]]),
        new("both broadcast", "Mul", [[3, 1], [2, 1, 4]]),
        new("plain", "Neg", [[3, 4]]),
        new("plain", "Relu", [[3, 4]]) { Gap = 0.1f },
        new("plain", "Sigmoid", [[3, 4]]),
        new("last axis", "Softmax", [[3, 4]]),
        new("first axis", "Softmax", [[3, 4]], NodeAttribute.Of("axis", 0)),
        new("plain", "Sqrt", [[3, 4]]) { Positive = true, Gap = 0.5f },
        new("both broadcast", "Sub", [[3, 1], [2, 1, 4]]),
        new("plain", "Tanh", [[3, 4]]),
        new("reversed", "Transpose", [[2, 3, 4]]),
        new("beyond the grid", "FakeQuantize", [[2, 3], [2, 1]], NodeAttribute.Of("low", -2f), NodeAttribute.Of("high", 1f)) { Domain = "ai.fulcrum", Positive = true, Gap = 0.5f, First = [5, -6, 7, -8, 6, -7], Linear = true, Fixed = [Scalar(2, 0f)] },
        .. ElementwiseGradientCases.All,
        .. ReductionGradientCases.All,
        .. ShapeGradientCases.All,
        .. ProductGradientCases.All,
        new("cycled", "Transpose", [[2, 3, 4]], NodeAttribute.Of("perm", new long[] { 2, 0, 1 })),
        .. ConvolutionCases.All,
        .. PoolingCases.All,
        .. NormalizationCases.All,
        .. ImageCases.All,
    ];
}
