using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Layers;

/// <summary>Transformer encoder blocks (Vaswani et al. 2017), normalised after each residual sum as in BERT.</summary>
internal static class EncoderLayers
{
    /// <summary>All blocks.</summary>
    /// <param name="to">Where to write.</param>
    /// <param name="path">The path of the module that holds the blocks.</param>
    /// <param name="value">Features [batch, sequence, hidden].</param>
    /// <param name="bias">The attention bias, of a shape that can be added to [batch, heads, sequence, sequence].</param>
    /// <param name="shape">The encoder's sizes.</param>
    public static string Encoder(this LayerWriter to, string path, string value, string bias, EncoderShape shape)
    {
        for (int i = 0; i < shape.Layers; i++)
            value = to.EncoderBlock($"{path}/layer.{i}", value, bias, shape);
        return value;
    }

    private static string EncoderBlock(this LayerWriter to, string path, string value, string bias, EncoderShape shape)
    {
        string seen = to.SelfAttention($"{path}/attention/self", value, bias, shape);
        value = to.Sum($"{path}/attention/output", seen, shape.Hidden, value, shape);
        string inner = to.Dense($"{path}/intermediate/dense", value, shape.Hidden, shape.Inner);
        return to.Sum($"{path}/output", to.Gelu($"{path}/intermediate/intermediate_act_fn", inner), shape.Inner, value, shape);
    }

    private static string Sum(this LayerWriter to, string path, string branch, int features, string shortcut, EncoderShape shape)
    {
        branch = to.Dense($"{path}/dense", branch, features, shape.Hidden);
        return to.LayerNorm($"{path}/LayerNorm", to.Emit(path, "Add", [branch, shortcut]), shape);
    }

    private static string SelfAttention(this LayerWriter to, string path, string value, string bias, EncoderShape shape)
    {
        string query = to.Head($"{path}/query", path, value, [0, 2, 1, 3], shape);
        string key = to.Head($"{path}/key", path, value, [0, 2, 3, 1], shape);
        string content = to.Head($"{path}/value", path, value, [0, 2, 1, 3], shape);
        string scores = to.Emit(path, "Div", [to.Emit(path, "MatMul", [query, key]), to.Number("attention.root", MathF.Sqrt(shape.Hidden / shape.Heads))]);
        string shares = to.Emit(path, "Softmax", [to.Emit(path, "Add", [scores, bias])], NodeAttribute.Of("axis", -1));
        string context = to.Emit(path, "Transpose", [to.Emit(path, "MatMul", [shares, content])], NodeAttribute.Of("perm", [0, 2, 1, 3]));
        return to.Emit(path, "Reshape", [context, to.Integers("attention.join", 0, -1, shape.Hidden)]);
    }

    private static string Head(this LayerWriter to, string path, string parent, string value, long[] order, EncoderShape shape)
    {
        string dense = to.Dense(path, value, shape.Hidden, shape.Hidden);
        string split = to.Emit(parent, "Reshape", [dense, to.Integers("attention.split", 0, -1, shape.Heads, shape.Hidden / shape.Heads)]);
        return to.Emit(parent, "Transpose", [split], NodeAttribute.Of("perm", order));
    }
}
