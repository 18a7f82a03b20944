using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Training;

/// <summary>Small architectures to train from nothing, with seeded He initialisation (He et al. 2015).</summary>
public static class Architectures
{
    private static readonly Dictionary<string, int[]> Perceptrons = new()
    {
        ["mnist-mlp6"] = [784, 512, 256, 128, 64, 32, 10], // QPART Fig. 4
    };

    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names => [.. Perceptrons.Keys];

    /// <summary>An untrained model: input <c>input</c> [batch, n], output <c>logits</c> [batch, classes].</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <exception cref="InputException"><c>architecture-unknown</c>.</exception>
    public static Model Create(string name, int seed) => Perceptrons.TryGetValue(name, out int[]? widths)
        ? Perceptron(name, widths, new Random(seed))
        : throw new InputException("architecture-unknown", name, "There is no architecture of that name.", $"Known: {string.Join(", ", Names)}.");

    private static Model Perceptron(string name, int[] widths, Random random)
    {
        var builder = new GraphBuilder(name);
        string value = builder.Input("input", ElementType.Float, Dim.Named("batch"), widths[0]);
        for (int layer = 1; layer < widths.Length; layer++)
        {
            bool last = layer == widths.Length - 1;
            string weight = builder.Constant(Tensor.From<float>($"fc{layer}.weight", [widths[layer], widths[layer - 1]], Initial(widths[layer - 1], widths[layer], random)));
            string bias = builder.Constant(Tensor.From<float>($"fc{layer}.bias", [widths[layer]], new float[widths[layer]]));
            value = builder.Emit("Gemm", [value, weight, bias], last ? "logits" : $"fc{layer}", NodeAttribute.Of("transB", 1));
            if (!last)
                value = builder.Emit("Relu", [value], $"relu{layer}");
        }

        builder.Output(value, ElementType.Float, Dim.Named("batch"), widths[^1]);
        return new Model { Graph = builder.ToGraph(), ProducerName = "fulcrum" };
    }

    private static float[] Initial(int inputs, int outputs, Random random)
    {
        double deviation = Math.Sqrt(2.0 / inputs);
        float[] weights = new float[inputs * outputs];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)(deviation * Normal(random));
        return weights;
    }

    // Box-Muller.
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
