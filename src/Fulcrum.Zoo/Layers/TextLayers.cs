using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Layers;

/// <summary>What the parts of text nets are made of.</summary>
internal static class TextLayers
{
    /// <summary>A fully connected layer on [batch, sequence, inputs].</summary>
    public static string Dense(this LayerWriter to, string path, string value, int inputs, int outputs)
    {
        string product = to.Emit(path, "MatMul", [value, to.Weight(path, inputs, ConvShape.Linear, inputs, outputs)]);
        return to.Emit(path, "Add", [to.Bias(path, outputs), product]);
    }

    public static string LayerNorm(this LayerWriter to, string path, string value, EncoderShape shape) => to.Emit(
        path, "LayerNormalization", [value, to.Scale(path, shape.Hidden), to.Bias(path, shape.Hidden)],
        NodeAttribute.Of("axis", -1),
        NodeAttribute.Of("epsilon", shape.Epsilon));

    /// <summary>GELU by the error function (Hendrycks and Gimpel 2016), in the ops that torch exports.</summary>
    public static string Gelu(this LayerWriter to, string path, string value)
    {
        string erf = to.Emit(path, "Erf", [to.Emit(path, "Div", [value, to.Number("gelu.root", (float)Math.Sqrt(2))])]);
        string gate = to.Emit(path, "Add", [erf, to.Number("one", 1)]);
        return to.Emit(path, "Mul", [to.Emit(path, "Mul", [value, gate]), to.Number("gelu.half", 0.5f)]);
    }

    /// <summary>The features of the first token of each sequence.</summary>
    public static string FirstToken(this LayerWriter to, string path, string value) =>
        to.Emit(path, "Gather", [value, to.Integer("index.0", 0)], NodeAttribute.Of("axis", 1));
}
