using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Inputs;

/// <summary>Makes a text net take token ids alone: the mask leaves out zeros (padding), all tokens are of the first type.</summary>
public static class IdsInput
{
    private const string Ids = "input_ids";

    /// <summary>The net with ids alone.</summary>
    /// <param name="net">A text net of the zoo.</param>
    /// <param name="length">Tokens of a text.</param>
    /// <exception cref="Problems.InputException"><c>zoo-input</c>: the net is no text net.</exception>
    public static Model Before(Model net, int length)
    {
        if (net.Graph.Inputs.All(i => i.Name != Ids))
            throw new Problems.InputException("zoo-input", net.Graph.Name, "Only text nets take token ids.", "Leave --input out, or use photo:HEIGHTxWIDTH for image nets.");
        List<Node> nodes = [];
        foreach (ValueInfo input in net.Graph.Inputs.Where(i => i.Name != Ids))
        {
            if (input.Name == "attention_mask")
            {
                nodes.Add(new Node("Equal", [Ids, "ids/padding"], ["ids/is_padding"]));
                nodes.Add(new Node("Not", ["ids/is_padding"], ["ids/is_token"]));
                nodes.Add(new Node("Cast", ["ids/is_token"], [input.Name], NodeAttribute.Of("to", (long)ElementType.Int64)));
            }
            else
            {
                nodes.Add(new Node("Sub", [Ids, Ids], [input.Name]));
            }
        }

        return net with
        {
            Graph = net.Graph with
            {
                Inputs = [new ValueInfo(Ids, ElementType.Int64, Dim.Named("batch"), length)],
                Nodes = [.. nodes, .. net.Graph.Nodes],
                Initializers = [.. net.Graph.Initializers, Tensor.Scalar("ids/padding", 0L)],
            },
        };
    }
}
