using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Zoo.Answers;

/// <summary>Makes a segmentation net answer with the class of every pixel, as it is deployed: a byte in place of one float for each class.</summary>
public static class ClassMap
{
    /// <summary>The output: bytes [batch, height, width].</summary>
    public const string Classes = "classes";

    /// <summary>The net with the class map behind it.</summary>
    /// <param name="net">A net with one output [batch, classes, height, width] of floats, of 256 classes at most.</param>
    /// <exception cref="InputException"><c>zoo-answer</c>: the net does not label pixels.</exception>
    public static Model Behind(Model net)
    {
        if (net.Graph.Outputs is not [{ Tensor: { Element: ElementType.Float, Shape: [Dim batch, { Size: > 1 and <= 256 }, Dim rows, Dim columns] } } scores])
            throw new InputException("zoo-answer", net.Graph.Name, "Only nets that label pixels can answer with a map of classes.", "Leave --answer out.");
        Node[] nodes =
        [
            new("ArgMax", [scores.Name], ["classes/indices"], NodeAttribute.Of("axis", 1), NodeAttribute.Of("keepdims", 0)) { Name = "classes/indices" },
            new("Cast", ["classes/indices"], [Classes], NodeAttribute.Of("to", (long)ElementType.UInt8)) { Name = Classes },
        ];
        return net with { Graph = net.Graph with { Nodes = [.. net.Graph.Nodes, .. nodes], Outputs = [new ValueInfo(Classes, ElementType.UInt8, batch, rows, columns)] } };
    }
}
