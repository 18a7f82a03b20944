using Fulcrum.Graphs;
using Fulcrum.Zoo.Layers;

namespace Fulcrum.Zoo.Architectures;

/// <summary>BERT (Devlin et al. 2019) with pooler and classifier, as Hugging Face has it.</summary>
internal sealed class Bert(string name, EncoderShape shape) : TextClassifier(name)
{
    protected override void Build(GraphBuilder graph, int seed)
    {
        var to = new LayerWriter(graph, seed);
        string ids = TokenInput(graph, "input_ids"), mask = TokenInput(graph, "attention_mask"), types = TokenInput(graph, "token_type_ids");
        string value = to.FirstToken("/bert/pooler", Encoded(to, "/bert", ids, mask, types, shape));
        value = to.Emit("/bert/pooler/activation", "Tanh", [to.Gemm("/bert/pooler/dense", value, shape.Hidden, shape.Hidden)]);
        graph.Output(to.Gemm("/classifier", value, shape.Hidden, Classes, Logits), ElementType.Float, Batch, Classes);
    }
}
