using Fulcrum.Graphs;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>The form of encoder and decoder. The encoder is linear, for the device; where the cut tensor is never negative, the decoder ends in a Relu.</summary>
public abstract record BottleneckCoder
{
    /// <summary>Whether the cut tensor is never negative: an input in [0, 1], or the output of Relu. Default true.</summary>
    public bool IsNonNegative { get; init; } = true;

    /// <summary>Floats that are sent for each sample.</summary>
    public abstract int CodeElements { get; }

    /// <summary>Multiply-accumulates of the encoder per sample.</summary>
    public abstract long EncoderMacs { get; }

    /// <summary>Multiply-accumulates of the decoder per sample.</summary>
    public abstract long DecoderMacs { get; }

    /// <summary>Shape of the cut tensor without its batch.</summary>
    internal abstract IReadOnlyList<long> Shape { get; }

    /// <summary>Untrained weights.</summary>
    internal abstract IReadOnlyList<Tensor> Initial(BottleneckNames names, Random random);

    /// <summary>Adds encoder and decoder.</summary>
    internal void AddTo(GraphBuilder builder, BottleneckNames names, IReadOnlyList<Tensor> weights)
    {
        foreach (Tensor tensor in weights)
            builder.Constant(tensor);
        string signed = IsNonNegative ? $"{names.Decoded}/signed" : names.Decoded;
        AddLayers(builder, names, signed);
        if (IsNonNegative)
            builder.Add(new Node("Relu", [signed], [names.Decoded]) { Name = names.Decoded });
    }

    /// <summary>Adds what makes the code of the cut tensor, and the decoded tensor of the code.</summary>
    private protected abstract void AddLayers(GraphBuilder builder, BottleneckNames names, string decoded);

    private protected static Tensor Uniform(string name, long[] shape, int inputs, Random random)
    {
        float bound = (float)Math.Sqrt(1.0 / inputs);
        float[] values = new float[checked((int)shape.Aggregate((a, b) => checked(a * b)))];
        for (int i = 0; i < values.Length; i++)
            values[i] = bound * ((2 * random.NextSingle()) - 1);
        return Tensor.From<float>(name, shape, values);
    }

    private protected static Tensor Zeros(string name, params long[] shape) => Tensor.From<float>(name, shape, new float[checked((int)shape.Aggregate((a, b) => checked(a * b)))]);
}
