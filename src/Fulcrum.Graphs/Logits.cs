namespace Fulcrum.Graphs;

/// <summary>Whether an output holds logits, or what a softmax over its classes, the last axis or the second, made of them.</summary>
public static class Logits
{
    /// <summary>Whether a value is a Softmax's: probabilities.</summary>
    public static bool AreProbabilities(Graph graph, string value) => Softmax(graph, value)?.OpType == "Softmax";

    /// <summary>The logits that a value is: what the Softmax or LogSoftmax that makes it reads; else itself.</summary>
    public static string Behind(Graph graph, string value) => Softmax(graph, value)?.Inputs[0] ?? value;

    private static Node? Softmax(Graph graph, string value) =>
        graph.Nodes.FirstOrDefault(n => n.Outputs.Contains(value)) is { OpType: "Softmax" or "LogSoftmax" } node && node.Int("axis", -1) is -1 or 1 ? node : null;
}
