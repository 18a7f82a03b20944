using System.Globalization;
using Fulcrum.Cuts;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Lab.Leakage;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Operators.Pack;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Planning.Accuracy;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Weights;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Measures candidate models and puts them as data before the solver.</summary>
/// <param name="runner">Runs models.</param>
/// <param name="context">What operators need, the data among it.</param>
/// <param name="options">What is asked.</param>
public sealed class VariantBuilder(IModelRunner runner, OperatorContext context, GraphPlanOptions options)
{
    private readonly DatasetSplit _samples = context.Needed("plan").Calibration.Take(options.Sensitivity.Samples);
    private readonly TierTimes _times = new(options.System);

    /// <summary>Prepares one without exits.</summary>
    /// <param name="candidate">The model.</param>
    /// <param name="original">The answers that it is compared with; null when it is the original.</param>
    public PreparedVariant Build(CandidateModel candidate, ReferenceAnswers? original)
    {
        PackLadder? ladder = IsPacked(candidate) ? PackLadder.Of(candidate.Model, options.Sensitivity.Sizes, Packing, context) : null;
        Model model = ladder?.Prepared ?? OpsetUpgrade.Lift(candidate.Model);
        CutMap map = CutMap.Of(model);
        double drop = original is null ? 0 : Math.Max(0, original.Of(runner, model, context.Cancellation).Drop.Points);
        Measured measured = Measure(model, [map.AllInTail, .. VariantSpace.Listed(map)], [new AnswerRule(model)]);
        return Prepare(candidate, map, measured, 0, ladder, v => v with { DropPoints = drop });
    }

    /// <summary>
    /// Prepares one with exits: a variant for each rung of its ladder of thresholds. What coding a tensor costs is measured once for all of them, each rung reading its own answers from the same runs.
    /// </summary>
    /// <param name="candidate">The model.</param>
    /// <param name="plan">Its exits.</param>
    /// <param name="original">What the original answers to the samples that thresholds are chosen on.</param>
    public IReadOnlyList<PreparedVariant> Build(CandidateModel candidate, ExitPlan plan, ReferenceAnswers original)
    {
        PackLadder? ladder = IsPacked(candidate) ? ExitPacking.Of(candidate.Model, plan, options.Sensitivity.Sizes, Packing, context) : null;
        Model model = ladder?.Prepared ?? OpsetUpgrade.Lift(candidate.Model);
        IReadOnlyList<ExitRung> rungs = new ExitLadders(runner, context).Of(model, plan, original, options.Budget);
        IReadOnlyList<VariantExit>[] exits = [.. rungs.Select(r => ExitLadders.Exits(r, plan))];
        CutMap whole = CutMap.Of(model);
        IEnumerable<Cut> cuts = [whole.AllInTail, .. new ExitHeads(whole, plan.Points.Select(p => p.Output)).Listed()];
        Measured measured = Measure(model, cuts, [.. exits.Select(e => new AnswerRule(ExitLadders.Asked(model, plan, e.Select(x => x.Output)), e))]);
        return [.. rungs.Select((r, i) => Prepare(
            candidate, CutMap.Of(ExitLadders.Asked(model, plan, exits[i].Select(e => e.Output))), measured, i, ladder,
            v => v with { Name = ExitLadders.Name(candidate.Name, r), DropPoints = r.ExpectedLossPoints, Exits = exits[i] }))];
    }

    private PackOptions Packing => new() { Samples = Math.Min(options.Sensitivity.Samples, new PackOptions().Samples) };

    /// <summary>Only float weights that some tier fetches are coded.</summary>
    private bool IsPacked(CandidateModel candidate) => Precision.Of(candidate.Model) == Precision.Fp32 && options.System.Tiers.Any(t => !t.HoldsModels);

    private Measured Measure(Model model, IEnumerable<Cut> cuts, IReadOnlyList<AnswerRule> rules)
    {
        IReadOnlyList<IReadOnlyDictionary<string, TensorSensitivity>> tensors = new CutSensitivityMeter(runner, options.Sensitivity).Measure(model, cuts, context.Data!.Calibration, rules, context.Progress, context.Cancellation);
        return new Measured(tensors, options.Leakage ? new LeakageMeter(runner).OfTensors(model, [.. tensors[0].Keys], _samples, context.Progress, context.Cancellation) : new Dictionary<string, double>());
    }

    private PreparedVariant Prepare(CandidateModel candidate, CutMap map, Measured measured, int rule, PackLadder? ladder, Func<Variant, Variant> more)
    {
        TensorSensitivity[] tensors = [.. measured.Tensors[rule].Values];
        (double Noise, double Drop)[] readings = [.. tensors.SelectMany(t => t.Codings).Where(c => c.Noise > 0).Select(c => (c.Noise, c.DropPoints))];
        var curve = new DropCurve(readings);
        var variant = new Variant
        {
            Name = candidate.Name,
            Map = map,
            Times = _times.Of(candidate, map),
            Patterns = [.. Patterns(map, ladder, curve)],
            Codings = tensors.ToDictionary(t => t.Tensor, t => Codings(t, curve, measured.Leakage.GetValueOrDefault(t.Tensor, 1))),
        };
        return new PreparedVariant(more(variant), Coded(ladder), candidate.Sha256, curve, readings.Length);
    }

    private IReadOnlyList<TensorCoding> Codings(TensorSensitivity tensor, DropCurve curve, double leakage) =>
        [.. tensor.Codings.Select(c => new TensorCoding(Name(c.Coding), c.Bytes, curve.LinearDrop(c.Noise, options.Budget), leakage) { EncodeSeconds = c.EncodeSeconds, DecodeSeconds = c.DecodeSeconds, Grid = c.Coding.Grid })];

    private static string Name(PlanCoding coding) => coding.Kind switch
    {
        PlanCodingKind.Compressed => TensorCoding.Compressed,
        PlanCodingKind.Grid => $"q{coding.Grid!.Bits}",
        _ => TensorCoding.Plain,
    };

    private IEnumerable<WeightPattern> Patterns(CutMap map, PackLadder? ladder, DropCurve curve)
    {
        if (ladder is null)
            yield break;
        yield return new WeightPattern(TensorCoding.Plain, map.Model.Graph.Initializers.Where(t => t.Element == ElementType.Float).ToDictionary(t => t.Name, t => new WeightChoice(32, 4.0 * t.ElementCount, 0, 4.0 * t.ElementCount)));
        foreach (PackRung rung in ladder.Rungs)
            yield return new WeightPattern(Name(rung), rung.Weights.ToDictionary(w => w.Tensor.Name, w => Choice(w, curve)));
    }

    private WeightChoice Choice(PackedWeight weight, DropCurve curve) =>
        new((int)Math.Round(8 * weight.Bytes / weight.Tensor.Symbols.Length), weight.Bytes, curve.LinearDrop(weight.Noise, options.Budget), 4.0 * weight.Tensor.Symbols.Length);

    private static Dictionary<string, IReadOnlyDictionary<string, PackedTensor>> Coded(PackLadder? ladder) =>
        (ladder?.Rungs ?? []).ToDictionary(Name, r => (IReadOnlyDictionary<string, PackedTensor>)r.Weights.ToDictionary(w => w.Tensor.Name, w => w.Tensor));

    private static string Name(PackRung rung) => string.Create(CultureInfo.InvariantCulture, $"{100 * rung.Size:0.##} %");

    /// <summary>What coding each tensor costs, by rule, and what each tells of the input.</summary>
    private sealed record Measured(IReadOnlyList<IReadOnlyDictionary<string, TensorSensitivity>> Tensors, IReadOnlyDictionary<string, double> Leakage);
}
