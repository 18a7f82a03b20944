using Fulcrum.Graphs;
using Fulcrum.Training;

namespace Fulcrum.Operators.EarlyExit;

/// <summary>
/// A small classifier of a hidden tensor. Images [N,C,H,W]: up to two convolutions 3x3 of stride 2 with BatchNormalization and Relu while the map is larger than 4,
/// mean over the map, matrix product. Sequences [N,T,C]: mean over positions weighted by a learnt softmax, which learns to pass over padding, one hidden layer, matrix product.
/// </summary>
internal sealed class ExitHead(GraphBuilder builder, string output, int hidden, ExitHeadKind kind, Random random)
{
    private const int SmallestMap = 4, MostConvolutions = 2;
    private readonly List<string> _weights = [];

    /// <summary>Initializers that training changes; running statistics are carried beside them.</summary>
    public IReadOnlyList<string> Weights => _weights;

    /// <summary>Adds the head and its output [N, classes]; returns the output.</summary>
    public string Add(ValueInfo value, long classes)
    {
        IReadOnlyList<Dim> shape = value.Tensor!.Shape!;
        long channels = ExitCandidates.Channels(shape)!.Value;
        (string pooled, channels) = shape.Count switch
        {
            4 => Image(value.Name, channels, Math.Min(shape[2].Size ?? 8, shape[3].Size ?? 8)),
            3 => (Attended(value.Name, channels), channels),
            _ => (value.Name, channels),
        };
        bool isShallow = kind == ExitHeadKind.Linear || (shape.Count == 4 && channels <= hidden);
        if (!isShallow)
        {
            pooled = builder.Emit("Relu", [Product(pooled, "hidden", channels, hidden)], $"{output}/hidden/relu");
            channels = hidden;
        }

        builder.Add(new Node("Gemm", [pooled, Weight("classes/weight", channels, channels, classes), Zeros("classes/bias", classes)], [output]) { Name = $"{output}/classes" });
        builder.Output(output, ElementType.Float, shape[0], classes);
        return output;
    }

    private (string Pooled, long Channels) Image(string value, long channels, long side)
    {
        for (int i = 1; kind == ExitHeadKind.Deep && i <= MostConvolutions && side > SmallestMap; i++)
        {
            long wider = Math.Min(2 * channels, hidden);
            value = Convolution(value, $"conv{i}", channels, wider);
            (channels, side) = (wider, (side + 1) / 2);
        }

        return (builder.Emit("Flatten", [builder.Emit("GlobalAveragePool", [value], $"{output}/pool")], $"{output}/flat"), channels);
    }

    private string Convolution(string value, string name, long from, long to)
    {
        string made = builder.Emit("Conv", [value, Weight($"{name}/weight", 9 * from, to, from, 3, 3)], $"{output}/{name}", NodeAttribute.Of("strides", [2, 2]), NodeAttribute.Of("pads", [1, 1, 1, 1]));
        string normal = builder.Emit(
            "BatchNormalization",
            [made, Trained($"{name}/scale", [to], Filled(to, 1)), Zeros($"{name}/shift", to), Constant($"{name}/mean", [to], Filled(to, 0)), Constant($"{name}/variance", [to], Filled(to, 1))],
            $"{output}/{name}/normal");
        return builder.Emit("Relu", [normal], $"{output}/{name}/relu");
    }

    private string Attended(string value, long channels)
    {
        string scores = builder.Emit("MatMul", [value, Trained("attention", [channels, 1], Filled(channels, 0))], $"{output}/scores");
        string weights = builder.Emit("Softmax", [scores], $"{output}/weights", NodeAttribute.Of("axis", 1));
        string axes = builder.Constant(Tensor.From<long>(builder.Unique($"{output}/axes"), [1], [1]));
        return builder.Emit("ReduceSum", [builder.Emit("Mul", [value, weights], $"{output}/weighted"), axes], $"{output}/pooled", NodeAttribute.Of("keepdims", 0));
    }

    private string Product(string value, string name, long from, long to) =>
        builder.Emit("Gemm", [value, Weight($"{name}/weight", from, from, to), Zeros($"{name}/bias", to)], $"{output}/{name}");

    private string Weight(string name, long inputs, params long[] shape) => Trained(name, shape, HeUniform.Draw(random, inputs, shape));

    private string Zeros(string name, long count) => Trained(name, [count], Filled(count, 0));

    private string Trained(string name, long[] shape, float[] values)
    {
        string made = Constant(name, shape, values);
        _weights.Add(made);
        return made;
    }

    private string Constant(string name, long[] shape, float[] values) => builder.Constant(Tensor.From<float>(builder.Unique($"{output}/{name}"), shape, values));

    private static float[] Filled(long count, float value)
    {
        float[] values = new float[count];
        values.AsSpan().Fill(value);
        return values;
    }
}
