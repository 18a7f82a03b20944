using System.Globalization;
using Fulcrum.Cuts;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Lab.Leakage;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Pack;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Planning.Accuracy;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Profiles;
using Fulcrum.Planning.Variants;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>Measures candidate models and puts them as data before the solver.</summary>
/// <param name="runner">Runs models.</param>
/// <param name="context">What operators need, the data among it.</param>
/// <param name="options">What is asked.</param>
public sealed class VariantBuilder(IModelRunner runner, OperatorContext context, GraphPlanOptions options)
{
    private readonly DatasetSplit _samples = context.Needed("plan").Calibration.Take(options.Sensitivity.Samples);
    private readonly TierTimes _times = new(options.System);

    /// <summary>Prepares one.</summary>
    /// <param name="candidate">The model.</param>
    /// <param name="original">The answers that it is compared with; null when it is the original.</param>
    public PreparedVariant Build(CandidateModel candidate, ReferenceAnswers? original)
    {
        bool isFloat = Precision.Of(candidate.Model) == Precision.Fp32, fetches = options.System.Tiers.Any(t => !t.HoldsModels);
        PackLadder? ladder = isFloat && fetches ? PackLadder.Of(candidate.Model, options.Sensitivity.Sizes, new PackOptions { Samples = Math.Min(options.Sensitivity.Samples, new PackOptions().Samples) }, context) : null;
        Model model = ladder?.Prepared ?? OpsetUpgrade.Lift(candidate.Model);
        CutMap map = CutMap.Of(model);
        IReadOnlyList<Cut> cuts = [map.AllInTail, .. VariantSpace.Listed(map)];
        IReadOnlyDictionary<string, TensorSensitivity> tensors = new CutSensitivityMeter(runner, options.Sensitivity).Measure(model, cuts, context.Data!.Calibration, context.Progress, context.Cancellation);
        (double Noise, double Drop)[] readings = [.. tensors.Values.SelectMany(t => t.Codings).Where(c => c.Noise > 0).Select(c => (c.Noise, c.DropPoints))];
        var curve = new DropCurve(readings);
        IReadOnlyDictionary<string, double> leakage = options.Leakage ? new LeakageMeter(runner).OfTensors(model, [.. tensors.Keys], _samples, context.Progress, context.Cancellation) : new Dictionary<string, double>();
        var variant = new Variant
        {
            Name = candidate.Name,
            Map = map,
            Times = _times.Of(candidate, map),
            Patterns = [.. Patterns(map, ladder, curve)],
            Codings = tensors.Values.ToDictionary(t => t.Tensor, t => Codings(t, curve, leakage.GetValueOrDefault(t.Tensor, 1))),
            DropPoints = original is null ? 0 : Math.Max(0, original.Of(runner, model, context.Cancellation).Drop.Points),
        };
        return new PreparedVariant(variant, Decoded(ladder), candidate.Sha256, curve, readings.Length);
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

    private static Dictionary<string, IReadOnlyDictionary<string, Tensor>> Decoded(PackLadder? ladder) =>
        (ladder?.Rungs ?? []).ToDictionary(Name, r => (IReadOnlyDictionary<string, Tensor>)r.Weights.ToDictionary(w => w.Tensor.Name, w => Tensor.From<float>(w.Tensor.Name, w.Tensor.Shape, w.Tensor.Dequantize())));

    private static string Name(PackRung rung) => string.Create(CultureInfo.InvariantCulture, $"{100 * rung.Size:0.##} %");
}
