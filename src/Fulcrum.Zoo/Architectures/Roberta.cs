using Fulcrum.Graphs;
using Fulcrum.Zoo.Layers;

namespace Fulcrum.Zoo.Architectures;

/// <summary>RoBERTa (Liu et al. 2019) with its classification head, as Hugging Face has it: one token type, positions from the third row of their table on.</summary>
internal sealed class Roberta(string name, EncoderShape shape) : TextClassifier(name)
{
    private readonly EncoderShape _shape = shape with { PositionOffset = 2, Epsilon = 1e-5f };

    protected override void Build(GraphBuilder graph, int seed)
    {
        var to = new LayerWriter(graph, seed);
        string ids = TokenInput(graph, "input_ids"), mask = TokenInput(graph, "attention_mask");
        string value = to.FirstToken("/classifier", Encoded(to, "/roberta", ids, mask, null, _shape));
        value = to.Emit("/classifier", "Tanh", [to.Gemm("/classifier/dense", value, _shape.Hidden, _shape.Hidden)]);
        graph.Output(to.Gemm("/classifier/out_proj", value, _shape.Hidden, Classes, Logits), ElementType.Float, Batch, Classes);
    }
}
