using Fulcrum.Graphs;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>The form of encoder and decoder. Both are linear; where the cut tensor is never negative, the decoder ends in a Relu.</summary>
public abstract record BottleneckCoder
{
    /// <summary>Whether the cut tensor is never negative: an input in [0, 1], or the output of Relu. Default true.</summary>
    public bool IsNonNegative { get; init; } = true;

    /// <summary>Floats that are sent for each sample.</summary>
    public abstract int CodeElements { get; }

    /// <summary>Multiply-accumulates per sample of encoder and decoder together; half each.</summary>
    public abstract long Macs { get; }

    /// <summary>Shape of the cut tensor without its batch.</summary>
    internal abstract IReadOnlyList<long> Shape { get; }

    /// <summary>Untrained weights, in the order of <see cref="BottleneckNames.Weights"/>.</summary>
    internal abstract IReadOnlyList<Tensor> Initial(BottleneckNames names, Random random);

    /// <summary>Adds encoder and decoder.</summary>
    internal void AddTo(GraphBuilder builder, BottleneckNames names, IReadOnlyList<Tensor> weights)
    {
        foreach (Tensor tensor in weights)
            builder.Constant(tensor);
        string linear = IsNonNegative ? $"{names.Decoded}/linear" : names.Decoded;
        AddLinear(builder, names, linear);
        if (IsNonNegative)
            builder.Add(new Node("Relu", [linear], [names.Decoded]) { Name = names.Decoded });
    }

    /// <summary>Adds what makes the code of the cut tensor, and the decoded tensor of the code.</summary>
    private protected abstract void AddLinear(GraphBuilder builder, BottleneckNames names, string decoded);

    private protected static Tensor Uniform(string name, long[] shape, int inputs, Random random)
    {
        float bound = (float)Math.Sqrt(1.0 / inputs);
        float[] values = new float[checked((int)shape.Aggregate((a, b) => checked(a * b)))];
        for (int i = 0; i < values.Length; i++)
            values[i] = bound * ((2 * random.NextSingle()) - 1);
        return Tensor.From<float>(name, shape, values);
    }

    private protected static Tensor Zeros(string name, int count) => Tensor.From<float>(name, [count], new float[count]);
}
