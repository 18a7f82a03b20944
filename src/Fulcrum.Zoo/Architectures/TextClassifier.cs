using Fulcrum.Graphs;
using Fulcrum.Zoo.Layers;

namespace Fulcrum.Zoo.Architectures;

/// <summary>An encoder for text with a classifier of two classes on the first token.</summary>
internal abstract class TextClassifier(string name) : ZooArchitecture(name)
{
    protected const int Classes = 2;

    /// <summary>Adds an input [batch, sequence].</summary>
    protected static string TokenInput(GraphBuilder graph, string name) => graph.Input(name, ElementType.Int64, Batch, Dim.Named("sequence"));

    /// <summary>Embeddings and encoder.</summary>
    protected static string Encoded(LayerWriter to, string path, string ids, string mask, string? types, EncoderShape shape)
    {
        string bias = to.AttentionBias(path, mask);
        return to.Encoder($"{path}/encoder", to.Embeddings($"{path}/embeddings", ids, types, shape), bias, shape);
    }
}
