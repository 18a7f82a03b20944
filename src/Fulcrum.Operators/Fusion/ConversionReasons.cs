using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Operators.Fusion;

/// <summary>Why a conversion was executed, by what stands before and after it in the model.</summary>
internal sealed class ConversionReasons(Graph graph, IReadOnlyList<ExecutedKernel> executed)
{
    private readonly GraphIndex _index = new(graph);
    private readonly Dictionary<string, Node> _nodes = graph.Nodes.Where(n => n.Name.Length > 0).DistinctBy(n => n.Name).ToDictionary(n => n.Name);
    private readonly Dictionary<string, string> _ran = executed.DistinctBy(k => Origin(k.Name)).ToDictionary(k => Origin(k.Name), k => k.OpType);

    /// <summary>The model's name of a node that the runtime laid out anew, which it marks with a number.</summary>
    public static string Origin(string name) => name.LastIndexOf("_token_", StringComparison.Ordinal) is > 0 and int mark && name[(mark + 7)..].All(char.IsAsciiDigit) ? name[..mark] : name;

    /// <summary>Whether it quantizes an input of the model or dequantizes an output.</summary>
    public bool IsBoundary(ExecutedKernel kernel) => _nodes.TryGetValue(Origin(kernel.Name), out Node? node)
        && (kernel.OpType == "QuantizeLinear" ? graph.Inputs.Any(i => i.Name == node.Inputs[0]) : graph.Outputs.Any(o => o.Name == node.Outputs[0]));

    /// <summary>Whether the model leaves the weight of a kernel's node in float.</summary>
    public bool IsFloat(ExecutedKernel kernel) => _nodes.TryGetValue(Origin(kernel.Name), out Node? node) && node.OpType is "Conv" or "Gemm" or "MatMul" && _index.Initializer(node.Inputs[1]) is { Element: ElementType.Float };

    public string Why(ExecutedKernel kernel)
    {
        if (!_nodes.TryGetValue(Origin(kernel.Name), out Node? node))
            return graph.Nodes.FirstOrDefault(n => n.Outputs.Any(o => o.Length > 0 && kernel.Name.StartsWith(o, StringComparison.Ordinal))) is Node near ? $"The runtime added it at the output of {Float(near)}." : "The runtime added it while optimising.";
        if (IsBoundary(kernel))
            return kernel.OpType == "QuantizeLinear" ? $"It quantizes the model's input {node.Inputs[0]}." : $"It dequantizes the model's output {node.Outputs[0]}.";
        if (kernel.OpType == "QuantizeLinear")
            return _index.Producer(node.Inputs[0]) is int maker ? $"{Float(graph.Nodes[maker])} makes its input in float." : "It quantizes a constant.";
        string readers = string.Join(", ", _index.Consumers(node.Outputs[0]).Select(i => graph.Nodes[i]).Where(n => n.OpType != "QuantizeLinear").Select(Float).Distinct());
        return (_index.IsConstant(node.Inputs[0]), readers.Length) switch
        {
            (true, _) => $"It dequantizes constants, which {readers} reads in float.",
            (_, > 0) => $"{readers} reads its output in float.",
            _ => "The runtime has no kernel that takes it in.",
        };
    }

    private string Float(Node node) => _ran.TryGetValue(node.Name, out string? kernel) && kernel != node.OpType ? $"{node.OpType} {node.Display} (as {kernel})" : $"{node.OpType} {node.Display}";
}
