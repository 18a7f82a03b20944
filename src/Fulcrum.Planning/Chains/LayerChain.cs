using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Chains;

/// <summary>
/// A model seen as QPART sees it: layers 1..L, each one weighted op with what follows it, and between two layers exactly one tensor.
/// Cut l stands after layer l; cut 0 is the input.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Input">The input: cut 0.</param>
/// <param name="Layers">The layers, first to last.</param>
public sealed record LayerChain(Model Model, ValueInfo Input, IReadOnlyList<ChainLayer> Layers)
{
    /// <summary>L.</summary>
    public int Depth => Layers.Count;

    /// <summary>The tensor that crosses a cut.</summary>
    public ValueInfo CutTensor(int cut) => cut == 0 ? Input : Layers[cut - 1].Output;

    /// <summary>Values per sample of the tensor that crosses a cut.</summary>
    public int CutElements(int cut) => checked((int)CutTensor(cut).Tensor!.Shape!.Skip(1).Aggregate(1L, (n, d) => n * d.Size!.Value));

    /// <summary>Layers 1..cut as a model.</summary>
    public Model Head(int cut) => Subgraph.Extract(Model, [Input], [CutTensor(cut)]);

    /// <summary>Layers cut+1..L as a model.</summary>
    public Model Tail(int cut) => Subgraph.Extract(Model, [CutTensor(cut)], Model.Graph.Outputs);

    /// <summary>One layer as a model.</summary>
    public Model Segment(int layer) => Subgraph.Extract(Model, [CutTensor(layer - 1)], [CutTensor(layer)]);

    /// <summary>MACs of layers 1..cut per sample, QPART (3).</summary>
    public long HeadMacs(int cut) => Layers.Take(cut).Sum(l => l.Macs);

    /// <summary>Finds the chain of a model.</summary>
    /// <exception cref="InputException"><c>model-no-chain</c> when the model has no weighted op, or tensors of unknown size where it would be cut.</exception>
    public static LayerChain From(Model model)
    {
        Graph graph = model.Graph;
        if (graph.Inputs.Count(i => graph.Initializers.All(t => t.Name != i.Name)) != 1 || graph.Outputs.Count != 1)
            throw NoChain(graph.Name, "It has more than one input or output.");
        GraphTypes types = TypeInference.Infer(model);
        Dictionary<int, string> boundaries = CutFinder.BlockBoundaries(model).ToDictionary(c => c.HeadNodes[^1], c => c.Tensors[0].Name);
        var layers = new List<ChainLayer>();
        (int? weighted, string? last) = (null, null);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            OpNode node = types.Typed(graph.Nodes[i]);
            if (IsWeighted(node, graph))
            {
                if (weighted is int open)
                    layers.Add(ChainLayer.Of(graph, types, open, last ?? throw NoChain(graph.Nodes[i].Display, "Two weighted ops share a layer: no single tensor lies between them.")));
                (weighted, last) = (i, null);
            }

            last = boundaries.GetValueOrDefault(i) ?? last;
        }

        if (weighted is int final)
            layers.Add(ChainLayer.Of(graph, types, final, graph.Outputs[0].Name));
        ValueInfo input = graph.Inputs.First(i => graph.Initializers.All(t => t.Name != i.Name));
        return layers.Count > 0 ? new LayerChain(model, input, layers) : throw NoChain(graph.Name, "It has no weighted op that the catalogue knows.");
    }

    internal static InputException NoChain(string place, string why) =>
        new("model-no-chain", place, $"The model is no chain of layers. {why}", "Plan a model of Gemm and MatMul layers with static shapes besides the batch.");

    private static bool IsWeighted(OpNode node, Graph graph) =>
        OpCatalog.Find(node.Node)?.Weight(node) is WeightRole role && graph.Initializers.Any(t => t.Name == node.Node.Inputs[role.Input]);
}
