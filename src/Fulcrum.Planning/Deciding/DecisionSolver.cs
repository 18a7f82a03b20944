using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Deciding;

/// <summary>
/// Finds the best plan, exactly, over all candidates: every variant, every line of nested cuts over the tiers (empty ones too), every coding, every pattern; and every front.
/// See docs/planning.md for what is a candidate.
/// </summary>
public sealed class DecisionSolver
{
    private readonly HashSet<string> _prepared = [];

    /// <summary>Over the spaces of one or more variants on the same tiers.</summary>
    public DecisionSolver(params IReadOnlyList<VariantSpace> spaces)
    {
        if (spaces.Count == 0 || spaces.Any(s => s.System != spaces[0].System))
            throw new InputException("variants-differ", "variants", "There is no variant, or they are not on the same tiers.", "Make all spaces from one TierSystem.");
        Spaces = spaces;
    }

    /// <summary>The spaces of the variants.</summary>
    public IReadOnlyList<VariantSpace> Spaces { get; }

    /// <summary>The tiers.</summary>
    public TierSystem System => Spaces[0].System;

    /// <summary>Adds the minimum cuts for an objective, for latency, and for every metric with a limit. <see cref="Solve"/> does it for its own conditions; done before for many, they share them.</summary>
    public void Prepare(Objective objective, Constraints constraints, params IEnumerable<Conditions> conditions)
    {
        Objective[] objectives = [objective, Objective.Least(Metric.Latency), .. constraints.Limits.Select(l => l.Metric).Distinct().Where(m => m is Metric.Energy or Metric.Money or Metric.Bytes).Select(Objective.Least)];
        foreach (Conditions one in conditions)
        {
            one.Require(System);
            double[] features = Spaces[0].Model.Layout.Of(one);
            foreach (Objective each in objectives.DistinctBy(o => string.Join(',', o.Weights)).Where(o => _prepared.Add($"{string.Join(',', o.Weights)}|{string.Join(',', features)}")))
            {
                foreach (VariantSpace space in Spaces)
                    CheapestCuts.Add(space, each.Weights, features);
            }
        }
    }

    /// <summary>The best plan; null when none keeps the constraints.</summary>
    public Plan? Solve(Objective objective, Constraints constraints, Conditions conditions)
    {
        constraints.Require();
        Prepare(objective, constraints, conditions);
        return Search(objective, constraints, conditions, (_, _) => true, null).Plan;
    }

    /// <summary>The best plan on the first tier alone; null when none keeps the constraints.</summary>
    public Plan? SolveAlone(Objective objective, Constraints constraints, Conditions conditions)
    {
        constraints.Require();
        conditions.Require(System);
        return Search(objective, constraints, conditions, (_, depth) => depth == 0, null).Plan;
    }

    /// <summary>The best plan with another variant or other cuts than a given one; null when there is none.</summary>
    public Plan? SolveBeside(Plan chosen, Objective objective, Constraints constraints, Conditions conditions)
    {
        BestPlan best = Search(objective, constraints, conditions, (s, depth) => s.Variant.Name != chosen.Variant || depth != chosen.Links.Count, null);
        VariantSpace space = Spaces.Single(s => s.Variant.Name == chosen.Variant);
        for (int l = 0; l < chosen.Links.Count; l++)
        {
            (int link, int not) = (l, space.Add(chosen.Links[l].Cut));
            BestPlan other = Search(objective, constraints, conditions, (s, depth) => s == space && depth == chosen.Links.Count, (at, cut) => at != link || cut != not);
            best = other.Cost < best.Cost ? other : best;
        }

        return best.Plan;
    }

    /// <summary>Every plan that no other beats in all objectives at once, in the order of the first.</summary>
    /// <param name="objectives">One or more metrics.</param>
    /// <param name="constraints">What every plan must keep.</param>
    /// <param name="conditions">The conditions.</param>
    public IReadOnlyList<Plan> Front(IReadOnlyList<Metric> objectives, Constraints constraints, Conditions conditions)
    {
        constraints.Require();
        foreach (Metric metric in objectives.Where(m => m is Metric.Latency or Metric.Energy or Metric.Money or Metric.Bytes))
            Prepare(Objective.Least(metric), constraints, conditions);
        var front = new ParetoFront(objectives.Count);
        foreach (VariantSpace space in Spaces)
        {
            SearchScope scope = SearchScope.Front(space.Model, objectives, constraints, space.Model.Layout.Of(conditions));
            for (int depth = 0; depth < System.Tiers.Count; depth++)
            {
                var search = new DepthSearch(space, depth, scope);
                for (int pattern = 0; pattern < space.Patterns.Count; pattern++)
                    new LabelSearch(search, pattern, front).Run();
            }
        }

        return [.. front.Plans];
    }

    private BestPlan Search(Objective objective, Constraints constraints, Conditions conditions, Func<VariantSpace, int, bool> includes, Func<int, int, bool>? allows)
    {
        double[] features = Spaces[0].Model.Layout.Of(conditions);
        List<(double Least, DepthSearch Search, int Pattern)> open = [];
        foreach (VariantSpace space in Spaces)
        {
            SearchScope scope = SearchScope.Sum(space.Model, objective, constraints, features, allows);
            foreach (int depth in Enumerable.Range(0, System.Tiers.Count).Where(d => includes(space, d)))
            {
                var search = new DepthSearch(space, depth, scope);
                open.AddRange(Enumerable.Range(0, space.Patterns.Count).Select(p => (search.Start(p, 0).Cost, search, p)));
            }
        }

        var best = new BestPlan(objective.Weights[(int)Metric.Leakage]);
        foreach ((double least, DepthSearch search, int pattern) in open.OrderBy(o => o.Least))
        {
            if (least >= best.Cost || Enumerable.Range(1, search.Scope.Dimensions.Count - 1).Any(d => search.Start(pattern, d).Cost > search.Scope.Dimensions[d].Most))
                continue;
            (int[] cuts, LinkOption[] options) = search.Path(pattern);
            Plan plan = search.Space.Build(pattern, cuts, options);
            if (search.Scope.LeakageWeight == 0 && constraints.Allow(plan, conditions, System))
                best.Take(least, () => plan);
            else
                new LabelSearch(search, pattern, best).Run();
        }

        return best;
    }
}
