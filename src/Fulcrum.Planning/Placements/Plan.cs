using Fulcrum.Cuts;
using Fulcrum.Planning.Prediction;
using Fulcrum.Planning.Variants;
using Fulcrum.Protocol.Tables;

namespace Fulcrum.Planning.Placements;

/// <summary>What one tier runs.</summary>
/// <param name="Tier">Its name.</param>
/// <param name="Nodes">Positions of the nodes in the variant's graph; none when it only passes on.</param>
/// <param name="Seconds">Mean seconds without load.</param>
/// <param name="MemoryBytes">Weights and activations.</param>
/// <param name="Source">Where the time comes from.</param>
public sealed record PlanTier(string Tier, IReadOnlyList<int> Nodes, double Seconds, double MemoryBytes, TimeSource Source)
{
    /// <summary>Coded bytes of the weights that it must fetch, the graph not counted; 0 for a tier that has the models. Default 0.</summary>
    public double FetchBytes { get; init; }
}

/// <summary>What crosses one link.</summary>
/// <param name="Cut">The cut; its head is what runs on this side.</param>
/// <param name="Codings">How each tensor is sent, in the order of the cut's tensors.</param>
/// <param name="Bytes">Mean bytes of a request.</param>
/// <param name="SendsInput">Whether an input of the model is among the tensors.</param>
public sealed record PlanLink(Cut Cut, IReadOnlyList<TensorCoding> Codings, double Bytes, bool SendsInput);

/// <summary>One way of serving requests: a variant, where its parts run, how tensors and weights are coded. Every metric is linear in the conditions.</summary>
public sealed class Plan
{
    private readonly FeatureLayout _layout;
    private readonly double[][] _coefficients;

    internal Plan(string variant, string pattern, IReadOnlyList<PlanTier> tiers, IReadOnlyList<PlanLink> links, FeatureLayout layout, double[][] coefficients)
    {
        (Variant, Pattern, Tiers, Links, _layout, _coefficients) = (variant, pattern, tiers, links, layout, coefficients);
        Placement = $"{variant}|{string.Join('|', links.Select(l => $"{l.Cut.HeadNodes.Count}/{l.Cut.Name}"))}";
        Name = PlanName.Of(this);
    }

    /// <summary>The variant.</summary>
    public string Variant { get; }

    /// <summary>How weights that must be fetched are coded.</summary>
    public string Pattern { get; }

    /// <summary>The tiers that are used, first to last.</summary>
    public IReadOnlyList<PlanTier> Tiers { get; }

    /// <summary>The links between them.</summary>
    public IReadOnlyList<PlanLink> Links { get; }

    /// <summary>Variant and cuts: what two plans share that differ in codings only.</summary>
    public string Placement { get; }

    /// <summary>In words, unique: <c>identity: device, relu3 as q4 to cloud</c>.</summary>
    public string Name { get; }

    /// <summary>Whether an input leaves the first tier.</summary>
    public bool SendsInput => Links.Count > 0 && Links[0].SendsInput;

    /// <summary>Where its times come from: the weakest of its segments.</summary>
    public TimeSource Source => Tiers.Max(t => t.Source);

    /// <summary>A metric under given conditions.</summary>
    public double Of(Metric metric, Conditions conditions) => FeatureLayout.Dot(_coefficients[(int)metric], _layout.Of(conditions));

    /// <summary>The coefficients of a metric over <see cref="FeatureLayout"/>.</summary>
    public ReadOnlySpan<double> Coefficients(Metric metric) => _coefficients[(int)metric];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
