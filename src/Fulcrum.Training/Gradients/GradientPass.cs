using Fulcrum.Graphs;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Training.Gradients;

/// <summary>
/// Reverse-mode differentiation of a graph: emits, into the same builder, the nodes that compute the gradient of a loss with respect to
/// chosen values. A value that is read several times gets the sum of its gradients.
/// </summary>
internal sealed class GradientPass
{
    private readonly GraphBuilder _builder;
    private readonly Graph _forward;
    private readonly GraphTypes _types;
    private readonly HashSet<string> _active;
    private readonly Dictionary<string, List<string>> _gradients = [];

    private GradientPass(GraphBuilder builder, Model model, IReadOnlyCollection<string> wanted)
    {
        (_builder, _forward, _types) = (builder, model.Graph, TypeInference.Infer(model));
        _active = [.. wanted];
        foreach (Node node in _forward.Nodes.Where(n => GraphIndex.Reads(n).Any(_active.Contains)))
            _active.UnionWith(node.Outputs.Where(o => o.Length > 0 && IsReal(o)));
    }

    /// <summary>Emits the backward graph.</summary>
    /// <param name="builder">Holds the forward graph already; receives the backward nodes.</param>
    /// <param name="forward">The forward model with static shapes.</param>
    /// <param name="seeds">For each forward value that the loss reads, the value that holds the loss's gradient with respect to it.</param>
    /// <param name="wanted">The values to differentiate by.</param>
    /// <returns>For each wanted value, the value holding its gradient.</returns>
    /// <exception cref="InputException"><c>op-without-gradient</c>, <c>gradient-unreachable</c>; all at once.</exception>
    public static IReadOnlyDictionary<string, string> Emit(
        GraphBuilder builder, Model forward, IReadOnlyDictionary<string, string> seeds, IReadOnlyCollection<string> wanted)
    {
        var pass = new GradientPass(builder, forward, wanted);
        foreach ((string value, string gradient) in seeds)
            pass._gradients[value] = [gradient];
        pass.CheckPath(seeds.Keys);
        foreach (Node node in forward.Graph.Nodes.Reverse())
            pass.Visit(node);
        return wanted.ToDictionary(value => value, pass.Total);
    }

    private void CheckPath(IEnumerable<string> ends)
    {
        var index = new GraphIndex(_forward);
        HashSet<string> needed = [.. ends];
        var problems = new List<Problem>();
        foreach (Node node in _forward.Nodes.Reverse().Where(n => n.Outputs.Any(o => needed.Contains(o) && _active.Contains(o))))
        {
            needed.UnionWith(GraphIndex.Reads(node).Where(_active.Contains));
            if (OpCatalog.Find(node.Domain, node.OpType) is not { HasGradient: true })
                problems.Add(new Problem("op-without-gradient", node.Display, $"{node.OpType} lies between the loss and a trainable tensor and has no gradient.", "Freeze the tensors before it, or train another part."));
        }

        if (problems.Count > 0)
            throw new InputException(problems);
    }

    /// <summary>Whether a value may have a gradient: integers, booleans and strings have none. An unknown type may.</summary>
    private bool IsReal(string value) => _types.Of(value) is not TensorType tensor
        || tensor.Element is ElementType.Float or ElementType.Double or ElementType.Float16 or ElementType.BFloat16;

    private void Visit(Node node)
    {
        if (!node.Outputs.Any(HasGradient))
            return;
        OpDefinition definition = OpCatalog.Find(node.Domain, node.OpType)!;
        string?[] outputs = [.. node.Outputs.Select(o => HasGradient(o) ? Total(o) : null)];
        var scope = new GradientScope(_builder, _types.Typed(node), outputs, _types, i => _active.Contains(node.Inputs[i]));
        IReadOnlyList<string?> gradients = Differentiate(definition, scope);
        for (int i = 0; i < gradients.Count; i++)
        {
            if (gradients[i] is string gradient && scope.Wants(i))
                Accumulate(node.Inputs[i], gradient);
        }
    }

    private bool HasGradient(string output) => _gradients.ContainsKey(output) && _active.Contains(output);

    private static IReadOnlyList<string?> Differentiate(OpDefinition definition, GradientScope scope)
    {
        try
        {
            IReadOnlyList<string?> gradients = definition.Gradient(scope);
            return scope.Ignored.FirstOrDefault() is string ignored
                ? throw new NotSupportedException($"{scope.Node.OpType} has no gradient through its output '{ignored}'.")
                : gradients;
        }
        catch (NotSupportedException unsupported)
        {
            throw new InputException("op-without-gradient", scope.Node.Display, unsupported.Message, "Freeze the tensors before it, or train another part.", unsupported);
        }
    }

    private void Accumulate(string value, string gradient)
    {
        if (!_gradients.TryGetValue(value, out List<string>? parts))
            _gradients[value] = parts = [];
        parts.Add(gradient);
    }

    private string Total(string value)
    {
        if (!_gradients.TryGetValue(value, out List<string>? parts))
            throw new InputException("gradient-unreachable", value, "The loss does not depend on this tensor.", "Take it out of the trainable tensors.");
        if (parts.Count > 1)
            _gradients[value] = parts = [_builder.Emit("Sum", parts, $"grad/{value}")];
        return parts[0];
    }
}
