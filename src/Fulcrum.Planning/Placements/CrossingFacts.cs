using Fulcrum.Graphs;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Placements;

/// <summary>What is known of the values of a variant that can cross a cut.</summary>
internal sealed class CrossingFacts
{
    private readonly Variant _variant;
    private readonly GraphIndex _index;
    private readonly HashSet<string> _inputs;
    private readonly Dictionary<string, IReadOnlyList<TensorCoding>> _codings = [];

    public CrossingFacts(Variant variant)
    {
        Graph graph = variant.Map.Model.Graph;
        (_variant, _index) = (variant, new GraphIndex(graph));
        _inputs = [.. graph.Inputs.Select(i => i.Name).Where(i => !_index.IsConstant(i))];
        HashSet<int> live = [.. variant.Map.AllInHead.HeadNodes];
        Answers = [.. graph.Outputs.Where(o => _index.Producer(o.Name) is int maker && live.Contains(maker)).Select(o => (_index.Producer(o.Name)!.Value, (double)Bytes(o.Name)))];
    }

    /// <summary>The outputs: who makes each, and its bytes.</summary>
    public IReadOnlyList<(int Maker, double Bytes)> Answers { get; }

    public bool IsInput(string value) => _inputs.Contains(value);

    public IReadOnlyList<int> Readers(string value) => _index.Consumers(value);

    public IReadOnlyList<TensorCoding> Codings(string value)
    {
        if (_codings.TryGetValue(value, out var known))
            return known;
        return _codings[value] = _variant.Codings.TryGetValue(value, out var given) && given.Count > 0 ? given : [new TensorCoding(TensorCoding.Plain, Bytes(value))];
    }

    private long Bytes(string value) => _variant.Map.BytesOf(value)
        ?? throw new InputException("plan-size-unknown", value, "The size of this tensor is not known, so neither is the time to send it.", "Give the model static shapes, or sizes with --dim.");
}
