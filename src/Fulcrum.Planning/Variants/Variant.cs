using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Planning.Variants;

/// <summary>One form of a model: as it came, quantized, distilled, pruned, with exits. Everything the planner may know of it, as data.</summary>
public sealed record Variant
{
    /// <summary>Its name, unique in a decision.</summary>
    public required string Name { get; init; }

    /// <summary>The model, with the cuts to look at.</summary>
    public required CutMap Map { get; init; }

    /// <summary>How long its parts take.</summary>
    public required ISegmentTimes Times { get; init; }

    /// <summary>The codings of its weights that are on offer, the careful ones first. Default: floats as they are in the file.</summary>
    public IReadOnlyList<WeightPattern> Patterns { get; init; } = [];

    /// <summary>The codings of each tensor that can cross, by name. A tensor that is not here is sent as it is computed and is taken to give away everything.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<TensorCoding>> Codings { get; init; } = new Dictionary<string, IReadOnlyList<TensorCoding>>();

    /// <summary>Points of accuracy that this variant loses against the original. Default 0.</summary>
    public double DropPoints { get; init; }

    /// <summary>Exits in the order in which they are asked; samples that leave at none run to the end.</summary>
    public IReadOnlyList<VariantExit> Exits { get; init; } = [];

    /// <summary>A variant with modelled times, weights as they are in the file, tensors as they are computed.</summary>
    public static Variant Modelled(string name, Model model, CutOptions? options = null)
    {
        CutMap map = CutMap.Of(model, options);
        return new Variant { Name = name, Map = map, Times = ModelledTimes.Of(map.Types) };
    }

    /// <summary>Everything wrong with its figures.</summary>
    public IEnumerable<Problem> Check()
    {
        foreach ((string tensor, IReadOnlyList<TensorCoding> codings) in Codings.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (codings.Count == 0 || codings.Any(c => !IsFigure(c.Bytes) || !IsFigure(c.DropPoints) || c.Leakage is not (>= 0 and <= 1)))
                yield return new("variant-coding", $"{Name}: {tensor}", "A coding has bytes, loss or leakage that cannot be, or there is none.", "Give bytes and points of zero or more, and leakage from 0 to 1.");
        }

        foreach (WeightPattern pattern in Patterns)
        {
            foreach ((string weight, WeightChoice choice) in pattern.Weights.OrderBy(w => w.Key, StringComparer.Ordinal))
            {
                if (!IsFigure(choice.Bytes) || !IsFigure(choice.DropPoints) || !IsFigure(choice.ResidentBytes))
                    yield return new("variant-weight", $"{Name}: {pattern.Name}: {weight}", "Bytes or loss cannot be negative or infinite.", "Give zero or more.");
            }
        }

        if (!IsFigure(DropPoints))
            yield return new("variant-drop", Name, "The variant's loss is negative or infinite.", "Give zero or more points.");
        if (Exits.Any(e => !(e.Rate >= 0)) || Exits.Sum(e => e.Rate) > 1 + 1e-9)
            yield return new("variant-exits", Name, "The rates of the exits are negative or sum to more than 1.", "Give the share of all samples that leaves at each exit.");
        foreach (VariantExit exit in Exits.Where(e => !(e.Threshold is >= 0 and <= ManifestExit.Never)))
            yield return new("variant-exits", $"{Name}: {exit.Output}", "The threshold is no confidence.", $"Give 0 to 1, or {ManifestExit.Never} for never.");
        foreach (VariantExit exit in Exits.Where(e => Map.Model.Graph.Outputs.All(o => o.Name != e.Output)))
            yield return new("variant-exits", $"{Name}: {exit.Output}", "The exit is no output of the model.", "Name an output.");
    }

    private static bool IsFigure(double value) => double.IsFinite(value) && value >= 0;
}
