using Fulcrum.Graphs;

namespace Fulcrum.Training.Steps;

/// <summary>
/// A parameter as it is trained. Weights that read raw pixels (0 to 255) are hundreds of times smaller than others, and a rate that suits those throws them
/// far off. Such a weight W is trained as U = W / factor with W = factor U in the graph, which is training on an input divided by as much.
/// </summary>
/// <param name="Parameter">U, under its own name.</param>
/// <param name="Learns">The name of W.</param>
/// <param name="Factor">1 for parameters of usual size.</param>
internal sealed record UnitScale(Tensor Parameter, string Learns, float Factor)
{
    /// <summary>How many times smaller than He et al.'s (2015) initialisation counts as unusual.</summary>
    private const double Unusual = 10;

    /// <summary>The model with unusual parameters written as products, and all parameters in graph order.</summary>
    public static (Model Model, IReadOnlyList<UnitScale> Parameters) Apply(Model model, IReadOnlyCollection<string> trainable, bool scales)
    {
        var parameters = new List<UnitScale>();
        var constants = new List<Tensor>();
        var products = new List<Node>();
        var index = new GraphIndex(model.Graph);
        foreach (Tensor tensor in model.Graph.Initializers)
        {
            if (!trainable.Contains(tensor.Name))
            {
                constants.Add(tensor);
                continue;
            }

            float factor = scales ? FactorOf(tensor, index) : 1;
            string name = factor == 1 ? tensor.Name : $"{tensor.Name}/unit";
            parameters.Add(new UnitScale(Multiplied(tensor with { Name = name }, tensor.Values<float>(), 1 / factor), tensor.Name, factor));
            constants.Add(parameters[^1].Parameter);
            if (factor == 1)
                continue;
            constants.Add(Tensor.Scalar($"{tensor.Name}/factor", factor));
            products.Add(new Node("Mul", [name, $"{tensor.Name}/factor"], [tensor.Name]) { Name = $"{tensor.Name}/product" });
        }

        return (model with { Graph = model.Graph with { Initializers = constants, Nodes = [.. products, .. model.Graph.Nodes] } }, parameters);
    }

    /// <summary>Values times a factor, in a tensor's shape.</summary>
    public static Tensor Multiplied(Tensor tensor, ReadOnlySpan<float> values, float factor)
    {
        if (factor == 1)
            return Tensor.From(tensor.Name, tensor.Shape, values);
        float[] product = values.ToArray();
        for (int i = 0; i < product.Length; i++)
            product[i] *= factor;
        return Tensor.From<float>(tensor.Name, tensor.Shape, product);
    }

    /// <summary>A power of two, so that dividing and multiplying back changes no value.</summary>
    public static float FactorOf(Tensor tensor, GraphIndex? index)
    {
        if (tensor.Shape.Count < 2)
            return 1;
        double square = 0;
        foreach (float value in tensor.Values<float>())
            square += (double)value * value;
        double share = Math.Sqrt(square / tensor.ElementCount / (2 / Math.Max(1.0, FanIn(tensor, index))));
        return share == 0 || share * Unusual > 1 ? 1 : (float)Math.Pow(2, Math.Round(Math.Log2(share)));
    }

    /// <summary>How many products a weight's reader adds up; for readers that are neither products nor convolutions the smaller guess.</summary>
    private static long FanIn(Tensor tensor, GraphIndex? index)
    {
        Node? reader = index?.Consumers(tensor.Name).Select(i => index.Graph.Nodes[i]).FirstOrDefault();
        bool second = reader?.Inputs.Count > 1 && reader.Inputs[1] == tensor.Name;
        return reader?.OpType switch
        {
            "Gemm" when second => tensor.Shape[reader.Int("transB", 0) == 0 ? 0 : 1],
            "MatMul" when second => tensor.Shape[^2],
            _ => tensor.Shape.Count == 2 ? tensor.Shape.Min() : tensor.ElementCount / Math.Max(1, tensor.Shape[0]),
        };
    }
}
