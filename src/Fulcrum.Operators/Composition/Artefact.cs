using Fulcrum.Graphs;
using Fulcrum.Operators.Exits;
using Fulcrum.Operators.Fusion;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Composition;

/// <summary>What deployment operators take and give: a model, in one or more parts that run one after the other.</summary>
/// <param name="Segments">The parts, first to last; one when the model is whole.</param>
/// <param name="Notes">What was done, in order, for people and for the manifest.</param>
public sealed record Artefact(IReadOnlyList<Model> Segments, IReadOnlyList<string> Notes)
{
    /// <summary>A whole model.</summary>
    public static Artefact Of(Model model) => new([model], []);

    /// <summary>The model, when it is whole; null when it is in parts.</summary>
    public Model? Whole => Segments is [Model whole] ? whole : null;

    /// <summary>The model, which an operator cannot take in parts.</summary>
    /// <param name="name">The operator.</param>
    /// <param name="why">Why not, as a sentence.</param>
    /// <exception cref="InputException"><c>operator-order</c>.</exception>
    public Model NeededWhole(string name, string why) => Whole ?? throw new InputException("operator-order", name, why, $"Write {name} before partition.");

    /// <summary>What was timed on this machine, for people: never the same twice, so it is kept apart from <see cref="Notes"/>.</summary>
    public IReadOnlyList<string> Measured { get; init; } = [];

    /// <summary>What the runtime fuses of a quantized model; null when nothing was quantized.</summary>
    public FusionReport? Fusion { get; init; }

    /// <summary>The packed model file that holds the model (docs/packed-models.md); null when weights are not packed, or have changed since.</summary>
    public byte[]? Packed { get; init; }

    /// <summary>The early exits of the model or of its parts; null when it has none.</summary>
    public ExitPlan? Exits { get; init; }

    /// <summary>The parts that are written: those of a whole model with exits are the segments of its chain.</summary>
    public IReadOnlyList<Model> Written => Chain?.Models ?? Segments;

    /// <summary>The chain of a model with exits; null when it has none.</summary>
    public ExitSegments? Chain => Exits is not { } plan ? null : Whole is { } whole ? ExitSplitter.Split(whole, plan) : new ExitSegments(Segments, plan);

    /// <summary>Another model, and what was done to get it.</summary>
    public Artefact With(IReadOnlyList<Model> segments, params IEnumerable<string> notes) => this with { Packed = null, Segments = segments, Notes = [.. Notes, .. notes] };
}
