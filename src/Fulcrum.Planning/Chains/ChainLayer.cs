using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Planning.Chains;

/// <summary>One layer of a chain: a weighted op and what follows it up to the next cut.</summary>
/// <param name="Name">The weighted node.</param>
/// <param name="Weight">Its weight tensor.</param>
/// <param name="ChannelAxis">The axis of the weight that counts output channels.</param>
/// <param name="Output">The tensor after it: batch first, sizes known.</param>
/// <param name="Macs">Multiply-accumulates per sample.</param>
public sealed record ChainLayer(string Name, Tensor Weight, int ChannelAxis, ValueInfo Output, long Macs)
{
    internal static ChainLayer Of(Graph graph, GraphTypes types, int position, string output)
    {
        OpNode node = types.Typed(graph.Nodes[position]);
        OpDefinition definition = OpCatalog.Find(node.Node)!;
        WeightRole role = definition.Weight(node)!;
        long macs = definition.Macs(node) ?? throw LayerChain.NoChain(node.Node.Display, "The op's work is not known.");
        if (types.Tensor(output) is not { Shape: { Count: >= 1 } shape } type || shape.Skip(1).Any(d => d.Size is null))
            throw LayerChain.NoChain(output, "The tensor's size is not known.");
        Tensor weight = graph.Initializers.First(t => t.Name == node.Node.Inputs[role.Input]);
        return new ChainLayer(node.Node.Display, weight, role.ChannelAxis, new ValueInfo(output, type), macs);
    }
}
