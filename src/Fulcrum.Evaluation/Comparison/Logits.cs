using Fulcrum.Graphs;

namespace Fulcrum.Evaluation.Comparison;

/// <summary>Whether an output holds logits, or what a softmax made of them.</summary>
public static class Logits
{
    /// <summary>Whether a value is a Softmax's: probabilities.</summary>
    public static bool AreProbabilities(Graph graph, string value) => Maker(graph, value)?.OpType == "Softmax";

    /// <summary>The logits that a value is: what the Softmax or LogSoftmax that makes it reads; else itself.</summary>
    public static string Behind(Graph graph, string value) => Maker(graph, value) is { OpType: "Softmax" or "LogSoftmax" } softmax ? softmax.Inputs[0] : value;

    private static Node? Maker(Graph graph, string value) => graph.Nodes.FirstOrDefault(n => n.Outputs.Contains(value));
}
