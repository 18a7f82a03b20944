using Fulcrum.Planning.Costs;
using Fulcrum.Planning.Patterns;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Online;

/// <summary>
/// QPART's Algorithm 2: of the patterns that keep the accuracy, fit the memory and leave the input where it must stay, the one with the
/// least objective (23). The patterns are flattened once; a choice is one pass over them.
/// </summary>
public sealed class OnlinePlanner
{
    private readonly Row[] _rows;

    /// <summary>Prepares a pattern set.</summary>
    public OnlinePlanner(PatternSet patterns)
    {
        Patterns = patterns;
        long total = patterns.Layers.Sum(l => l.Macs);
        long[] head = [.. Enumerable.Range(0, patterns.Layers.Count + 1).Select(cut => patterns.Layers.Take(cut).Sum(l => l.Macs))];
        _rows = [.. patterns.Patterns.Select(p => new Row(p, head[p.Cut], total - head[p.Cut]))];
    }

    /// <summary>The set it chooses from.</summary>
    public PatternSet Patterns { get; }

    /// <summary>The best plan for a request and the best at another cut. Ties go to the earlier cut and the more careful level.</summary>
    /// <exception cref="InputException"><c>request-out-of-range</c> for bad figures; <c>plan-infeasible</c>, with the nearest feasible point, when nothing is allowed.</exception>
    public Decision Choose(PlanningRequest request)
    {
        Check(request);
        var model = new CostModel(request.Device, request.Link, request.Server, request.Weights);
        int best = Best(request, model, exceptCut: -1);
        if (best < 0)
            throw Infeasible.Explain(this, request);
        int second = Best(request, model, _rows[best].Pattern.Cut);
        return new Decision(ToCandidate(best, request, model), second < 0 ? null : ToCandidate(second, request, model));
    }

    /// <summary>Every pattern with its cost, allowed or not, in the set's order.</summary>
    /// <exception cref="InputException"><c>request-out-of-range</c>.</exception>
    public IReadOnlyList<Candidate> Candidates(PlanningRequest request)
    {
        Check(request);
        var model = new CostModel(request.Device, request.Link, request.Server, request.Weights);
        return [.. Enumerable.Range(0, _rows.Length).Select(i => ToCandidate(i, request, model))];
    }

    private static void Check(PlanningRequest request)
    {
        IReadOnlyList<Problem> problems = request.Check();
        if (problems.Count > 0)
            throw new InputException(problems);
    }

    private int Best(PlanningRequest request, CostModel model, int exceptCut)
    {
        (int best, double least) = (-1, double.PositiveInfinity);
        bool holdsAny = request.HeldSegments.Count > 0;
        for (int i = 0; i < _rows.Length; i++)
        {
            ref readonly Row row = ref _rows[i];
            if (row.Pattern.Cut == exceptCut || !Allows(request, row))
                continue;
            Workload work = Work(request, row, holdsAny);
            double objective = model.Objective(work);
            if (objective < least)
                (best, least) = (i, objective);
        }

        return best;
    }

    private static bool Allows(PlanningRequest request, in Row row) =>
        row.Pattern.Level <= request.MaxDropPoints
        && row.Pattern.Fp32Bytes <= request.Device.MemoryBytes
        && !(request.RawInputStays && row.Pattern.Cut == 0)
        && (request.Cut is null || request.Cut == row.Pattern.Cut)
        && (request.Level is null || request.Level == row.Pattern.Level);

    private static Workload Work(PlanningRequest request, in Row row, bool holdsAny)
    {
        bool held = holdsAny && request.HeldSegments.Contains(row.Pattern.SegmentId);
        return new Workload(held ? 0 : row.Pattern.SegmentBytes / request.ExpectedRequests, row.Pattern.CutTensorBytes, row.HeadMacs, row.TailMacs);
    }

    private Candidate ToCandidate(int index, PlanningRequest request, CostModel model)
    {
        Row row = _rows[index];
        Workload work = Work(request, row, request.HeldSegments.Count > 0);
        return new Candidate(row.Pattern, work, model.Evaluate(work), Allows(request, row) ? null : Infeasible.Reason(request, row.Pattern));
    }

    private readonly record struct Row(Pattern Pattern, long HeadMacs, long TailMacs);
}
