using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>
/// Cross-layer equalisation (Nagel et al. 2019): between two layers with at most a Relu or LeakyRelu between them, channel i of the first is divided by s_i and the inputs of
/// the second that read it are multiplied by it, s_i = sqrt(r1_i / r2_i) with r the largest weights: both ranges become sqrt(r1_i r2_i). The float outputs stay what
/// they are up to rounding. Chains are gone through until the factors are near 1. Values between two layers get new names, for they are no longer the same values.
/// </summary>
internal static class LayerEqualisation
{
    private const int Rounds = 20;
    private const double Settled = 1e-3;

    /// <summary>The equalised model and how many pairs there were.</summary>
    public static (Model Model, int Pairs) Apply(Model model)
    {
        LayerPair[] pairs = [.. LayerPair.Find(model.Graph)];
        Dictionary<string, float[]> values = [];
        foreach (Tensor tensor in pairs.SelectMany(p => p.Tensors).DistinctBy(t => t.Name))
            values[tensor.Name] = tensor.Values<float>().ToArray();
        for (int round = 0; round < Rounds && pairs.Aggregate(0.0, (most, pair) => Math.Max(most, Equalise(pair, values))) > Settled; round++)
        {
        }

        Dictionary<string, string> names = pairs.SelectMany(p => p.Between).Distinct().ToDictionary(name => name, name => $"{name}/equalized");
        return (model with
        {
            Graph = model.Graph with
            {
                Nodes = [.. model.Graph.Nodes.Select(n => names.Count == 0 ? n : n with { Inputs = [.. n.Inputs.Select(New)], Outputs = [.. n.Outputs.Select(New)] })],
                Initializers = [.. model.Graph.Initializers.Select(t => values.TryGetValue(t.Name, out float[]? changed) ? Tensor.From<float>(t.Name, t.Shape, changed) : t)],
                Values = [.. model.Graph.Values.Where(v => !names.ContainsKey(v.Name))],
            },
        }, pairs.Length);

        string New(string name) => names.GetValueOrDefault(name, name);
    }

    /// <summary>Equalises one pair; the largest change, as a logarithm.</summary>
    private static double Equalise(LayerPair pair, Dictionary<string, float[]> values)
    {
        (float[] first, float[] second) = (values[pair.First.Name], values[pair.Second.Name]);
        double most = 0;
        for (int channel = 0; channel < pair.FirstLayout.Rows; channel++)
        {
            int[] made = [.. pair.Made(channel)], read = [.. pair.Read(channel)];
            (double out_, double in_) = (made.Max(i => Math.Abs((double)first[i])), read.Max(i => Math.Abs((double)second[i])));
            if (out_ < 1e-20 || in_ < 1e-20)
                continue;
            double factor = Math.Clamp(Math.Sqrt(out_ / in_), 1e-4, 1e4);
            foreach (int i in made)
                first[i] = (float)(first[i] / factor);
            foreach (int i in read)
                second[i] = (float)(second[i] * factor);
            if (pair.Bias is not null)
                values[pair.Bias.Name][channel] = (float)(values[pair.Bias.Name][channel] / factor);
            most = Math.Max(most, Math.Abs(Math.Log(factor)));
        }

        return most;
    }
}
