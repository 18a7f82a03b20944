using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Architectures;

/// <summary>
/// A multilayer perceptron to train from nothing, with normal He initialisation (He et al. 2015). It has a generator of its own, one for all
/// layers in turn: the published training figures start from these very weights.
/// </summary>
internal sealed class Perceptron(string name, int[] widths) : ZooArchitecture(name)
{
    public override bool IsTrainable => true;

    protected override void Build(GraphBuilder graph, int seed)
    {
        var random = new Random(seed);
        string value = graph.Input("input", ElementType.Float, Batch, widths[0]);
        for (int layer = 1; layer < widths.Length; layer++)
        {
            bool last = layer == widths.Length - 1;
            string weight = graph.Constant(Tensor.From<float>($"fc{layer}.weight", [widths[layer], widths[layer - 1]], Initial(widths[layer - 1], widths[layer], random)));
            string bias = graph.Constant(Tensor.From<float>($"fc{layer}.bias", [widths[layer]], new float[widths[layer]]));
            value = graph.Emit("Gemm", [value, weight, bias], last ? Logits : $"fc{layer}", NodeAttribute.Of("transB", 1));
            if (!last)
                value = graph.Emit("Relu", [value], $"relu{layer}");
        }

        graph.Output(value, ElementType.Float, Batch, widths[^1]);
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
