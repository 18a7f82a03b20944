using Fulcrum.Planning.Placements;

namespace Fulcrum.Planning.Baselines;

/// <summary>Every plan there is over the cuts of a space: what regret is measured against. For experiments, since their number grows with the square of the cuts and of the codings.</summary>
public static class Exhaustive
{
    /// <summary>All plans: every pattern, every line of nested cuts, every coding of each that no other beats.</summary>
    public static IEnumerable<Plan> Plans(VariantSpace space)
    {
        for (int pattern = 0; pattern < space.Patterns.Count; pattern++)
        {
            for (int depth = 0; depth < space.System.Tiers.Count; depth++)
            {
                foreach (Plan plan in Further(space, pattern, depth, [], []))
                    yield return plan;
            }
        }
    }

    private static IEnumerable<Plan> Further(VariantSpace space, int pattern, int depth, int[] cuts, LinkOption[] options)
    {
        if (cuts.Length == depth)
            return [space.Build(pattern, cuts, options)];
        int[] next = cuts.Length == 0 ? [.. Enumerable.Range(0, space.Cuts.Count).Where(c => c != VariantSpace.Full)] : [.. space.After(cuts[^1])];
        IEnumerable<Plan> further = next.SelectMany(cut => space.Cuts[cut].Options.SelectMany(option => Further(space, pattern, depth, [.. cuts, cut], [.. options, option])));
        return cuts.Length == 0 ? further : further.Concat(Further(space, pattern, depth, [.. cuts, cuts[^1]], [.. options, options[^1]]));
    }
}
