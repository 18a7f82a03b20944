using Fulcrum.Cuts;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Lab.Sensitivity;
using Fulcrum.Onnx;
using Fulcrum.Operators.Composition;
using Fulcrum.Planning.Baselines;
using Fulcrum.Planning.Deciding;
using Fulcrum.Planning.Placements;
using Fulcrum.Problems;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>Measures one model of any graph: its weights at several sizes, plans at its block boundaries, and the choices of all policies.</summary>
internal sealed class GraphStudy
{
    /// <summary>Points that plans may lose.</summary>
    public const double Budget = 1;
    private const int LosslessSamples = 256;
    private readonly IModelRunner _runner;
    private readonly ModelEntry _entry;
    private readonly Model _model;
    private readonly PreparedVariant _prepared;
    private readonly VariantSpace _space;
    private readonly ReferenceAnswers _heldOut, _test;
    private readonly IProgress<WorkProgress> _progress;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, AnswerTally> _executed = [];
    private readonly GraphBaselines _baselines;

    public GraphStudy(IModelRunner runner, ModelEntry entry, CandidateModel candidate, Dataset data, int seed, IProgress<WorkProgress> progress, CancellationToken cancellation)
    {
        (_runner, _entry, _model, _progress, _cancellation) = (runner, entry, candidate.Model, progress, cancellation);
        var options = new GraphPlanOptions
        {
            System = TableTwo.System,
            Constraints = Constraints.None.Within(Metric.Drop, Budget),
            Sensitivity = new SensitivityOptions { Samples = entry.Samples, Sizes = entry.Sizes },
        };
        var context = new OperatorContext { Runner = runner, Data = data, Seed = seed, Progress = progress, Cancellation = cancellation, Serialize = OnnxFile.Serialize };
        EncodedInputBytes = TableTwo.EncodedInput(data);
        _prepared = TableTwo.Seen(new VariantBuilder(runner, context, options).Build(candidate, null), EncodedInputBytes);
        _space = new VariantSpace(_prepared.Variant, TableTwo.System);
        progress.Report(new WorkProgress("Running the float model", 0, 0));
        _heldOut = new ReferenceAnswers(runner, _model, data.Calibration.Slice("held-out calibration", entry.Samples, Math.Min(2000, data.Calibration.Count - entry.Samples)), options.Sensitivity.BatchSize, cancellation);
        _test = new ReferenceAnswers(runner, _model, data.Test, options.Sensitivity.BatchSize, cancellation);
        _baselines = new GraphBaselines(context, _model, _prepared.Model, _heldOut, _test);
    }

    public double EncodedInputBytes { get; }

    public long FloatBytes => _prepared.Model.Graph.Initializers.Where(t => t.Element == ElementType.Float).Sum(t => 4 * t.ElementCount);

    public int TestSamples => _test.Samples.Count;

    /// <summary>Top-1 of the float model, known once something was executed.</summary>
    public double Top1 => _executed.Values.First().Reference.Value;

    /// <summary>The weights at each size, all of them coded, executed on held-out calibration and on test samples.</summary>
    public IReadOnlyList<(SizeFigure Size, IReadOnlyList<LayerFigure> Layers)> Sizes()
    {
        List<(SizeFigure, IReadOnlyList<LayerFigure>)> all = [];
        long others = FloatBytes - (4 * _prepared.Variant.Patterns[^1].Weights.Keys.Sum(w => Weight(w).ElementCount));
        foreach (var pattern in _prepared.Variant.Patterns.Where(p => _prepared.Weights.ContainsKey(p.Name)))
        {
            Model coded = Subgraph.ReplaceInitializers(_prepared.Model, _prepared.Weights[pattern.Name].Values.ToDictionary(w => w.Name, w => Tensor.From<float>(w.Name, w.Shape, w.Dequantize())));
            _progress.Report(new WorkProgress($"Executing weights of {pattern.Name}", 0, 0));
            double calibration = Math.Max(0, _heldOut.Of(_runner, coded, _cancellation).Drop.Points);
            AnswerTally test = _executed[pattern.Name] = _test.Of(_runner, coded, _cancellation);
            LayerFigure[] layers = [.. pattern.Weights.Where(w => Weight(w.Key).Shape.Count > 1).Select(w => new LayerFigure(w.Key, Weight(w.Key).ElementCount, w.Value.Bytes))];
            all.Add((new SizeFigure("packed", pattern.Name, others + pattern.Weights.Values.Sum(w => w.Bytes), calibration, test.Variant.Value, Points(test)), layers));
        }

        return all;
    }

    /// <summary>Ours and the paper's other schemes at block boundaries, behind a Relu each, executed.</summary>
    public IEnumerable<CutFigure> Cuts()
    {
        Cut[] cuts = [.. Chosen()];
        for (int i = 0; i < cuts.Length; i++)
        {
            _progress.Report(new WorkProgress($"Executing cut {i} of {cuts.Length - 1}", 0, 0));
            string place = i == 0 ? "input" : i == cuts.Length - 1 ? "all on device" : cuts[i].Name;
            Conditions once = Conditions.Of(TableTwo.System);
            Plan plain = new AtCut(cuts[i], TableTwo.Objective, coded: false).Choose(_space, Constraints.None, once)!;
            RequireLossless(plain);
            RepairedPlan ours = RepairedPlan.Run(Budget, asked => new AtCut(cuts[i], TableTwo.Objective).Choose(_space, Constraints.None.Within(Metric.Drop, asked), once), Held)!;
            yield return Figure(CutFigure.Ours, i, place, ours.Plan, Test(ours.Plan).Variant.Value, ours.Plan.Name);
            yield return Figure(CutFigure.Plain, i, place, plain, Top1, plain.Name);
            bool isLast = i == cuts.Length - 1;
            if (!isLast && _baselines.AutoEncoder(cuts[i], ours.Plan.Links.Sum(l => l.Bytes)) is { } coder)
                yield return Figure(CutFigure.AutoEncoder, i, place, coder.Plan, coder.Top1, coder.Note);
            if (i > 0 && _baselines.Pruning(isLast ? null : cuts[i].Tensors[0].Name) is { } pruned)
                yield return Figure(CutFigure.Pruning, i, place, pruned.Plan, pruned.Top1, pruned.Note);
        }
    }

    /// <summary>The choices of all policies, ours executed.</summary>
    public PolicyFigures Policies(double requests, bool inputStays)
    {
        _progress.Report(new WorkProgress(FormattableString.Invariant($"Deciding for {requests} requests{(inputStays ? ", input stays" : "")}"), 0, 0));
        var conditions = Conditions.Of(TableTwo.System, requests);
        Constraints constraints = Constraints.None.Within(Metric.Drop, Budget) with { RawInputStays = inputStays };
        var solver = new DecisionSolver(_space);
        RepairedPlan ours = RepairedPlan.Run(Budget, asked => solver.Solve(TableTwo.Objective, constraints.Within(Metric.Drop, asked), conditions), Held)!;
        double objective = TableTwo.Objective.Of(ours.Plan, conditions);
        PolicyFigure[] others = [.. Planning.Baselines.Policies.All(TableTwo.System, TableTwo.Objective, [conditions])
            .Select(p => (p.Name, Plan: p.Choose(_space, constraints, conditions))).Where(p => p.Plan is not null && constraints.Allow(p.Plan, conditions, TableTwo.System))
            .Select(p => (p.Name, Plan: p.Plan!, Objective: TableTwo.Objective.Of(p.Plan!, conditions))).Select(p => new PolicyFigure(p.Name, p.Objective, p.Plan.Name, p.Objective < objective * (1 - 1e-9) && Held(p.Plan).Drop.Points is > Budget and double points ? points : null))];
        return new PolicyFigures(requests, inputStays, objective, ours.Plan.Name, ours.Plan.SendsInput, Points(Test(ours.Plan)), others);
    }

    private Tensor Weight(string name) => _prepared.Model.Graph.Initializers.First(t => t.Name == name);

    private IEnumerable<Cut> Chosen()
    {
        HashSet<string> relus = [.. _prepared.Model.Graph.Nodes.Where(n => n.OpType == "Relu").SelectMany(n => n.Outputs)];
        Cut[] inner = [.. CutFinder.BlockBoundaries(_prepared.Model).Where(c => relus.Contains(c.Tensors[0].Name)).Select(c => _prepared.Variant.Map.At(c.HeadNodes))];
        int count = Math.Min(_entry.MostCuts, inner.Length);
        return [_prepared.Variant.Map.AllInTail, .. Enumerable.Range(0, count).Select(i => inner[count == 1 ? 0 : i * (inner.Length - 1) / (count - 1)]), _prepared.Variant.Map.AllInHead];
    }

    private ExecutedLoss Held(Plan plan)
    {
        AnswerTally tally = Execute(plan, _heldOut);
        return new ExecutedLoss(_heldOut.Samples.Name, plan.Of(Metric.Drop, Conditions.Of(TableTwo.System)), tally.Drop, tally.Noise);
    }

    private AnswerTally Test(Plan plan)
    {
        string key = plan.Links.Count == 0 && _executed.ContainsKey(plan.Pattern) ? plan.Pattern : plan.Name + plan.Pattern;
        return _executed.TryGetValue(key, out AnswerTally? known) ? known : _executed[key] = Execute(plan, _test);
    }

    private AnswerTally Execute(Plan plan, ReferenceAnswers samples) => new PlanVerifier(_runner, TableTwo.System).Run(plan, _prepared, samples, null, _cancellation);

    /// <summary>Sends floats through the two parts: the answers must be those of the whole.</summary>
    private void RequireLossless(Plan plain)
    {
        var some = new ReferenceAnswers(_runner, _model, _test.Samples.Take(LosslessSamples), 32, _cancellation);
        PairedDrop drop = Execute(plain, some).Drop;
        if (drop.Lost + drop.Gained > 0)
            throw new InvalidOperationException($"{plain} answers {drop.Lost + drop.Gained} of {drop.Count} samples otherwise than the whole model.");
    }

    private static CutFigure Figure(string scheme, int cut, string place, Plan plan, double top1, string note)
    {
        Conditions once = Conditions.Of(TableTwo.System), ever = once with { ExpectedRequests = 1e15 };
        double weights = plan.Of(Metric.Bytes, once) - plan.Of(Metric.Bytes, ever);
        return new CutFigure(scheme, cut, place, Math.Round(weights), plan.Links.Sum(l => l.Bytes), plan.Of(Metric.Latency, once), plan.Of(Metric.Energy, once), plan.Of(Metric.Money, once), TableTwo.Objective.Of(plan, once), top1, note);
    }

    public static Lost Points(AnswerTally tally) => new(tally.Drop.Points, tally.Drop.Interval.Low, tally.Drop.Interval.High);
}
