using Fulcrum.Problems;

namespace Fulcrum.Protocol.Plans;

/// <summary>Checks the links of a plan: a line through all tiers, and the same tensor the same on each.</summary>
internal static class LinkCheck
{
    public static void Check(PlanManifest manifest, Action<bool, string, string> require)
    {
        (IReadOnlyList<ManifestTier> tiers, IReadOnlyList<ManifestLink> links) = (manifest.Tiers, manifest.Links);
        require(links.Count == Math.Max(0, tiers.Count - 1), "links", $"There are {links.Count} links for {tiers.Count} tiers.");
        for (int i = 0; i < Math.Min(links.Count, PlanLimits.Tiers); i++)
        {
            ManifestLink link = links[i];
            require(i + 1 >= tiers.Count || (link.From == tiers[i].Name && link.To == tiers[i + 1].Name), $"links[{i}]", "The link does not lead from its tier to the next.");
            ValueCheck.Check(link.Tensors, $"links[{i}].tensors", require);
            IEnumerable<ManifestValue> before = i == 0 ? manifest.Inputs : links[i - 1].Tensors;
            for (int t = 0; t < Math.Min(link.Tensors.Count, PlanLimits.Tensors); t++)
                CheckTensor(link.Tensors[t], before, tiers.Count <= i || tiers[i].Computes, $"links[{i}].tensors[{t}]", require);
        }
    }

    private static void CheckTensor(ManifestTensor tensor, IEnumerable<ManifestValue> before, bool computes, string place, Action<bool, string, string> require)
    {
        require(Enum.IsDefined(tensor.Coding.Kind), $"{place}.coding.kind", "There is no such coding.");
        CheckGrid(tensor, $"{place}.coding.grid", require);
        ManifestValue? earlier = before.FirstOrDefault(b => b.Name == tensor.Name);
        require(earlier is not null || computes, place, "The tier before only hands on and does not have this tensor.");
        require(earlier is null || (earlier.Element == tensor.Element && earlier.Shape.SequenceEqual(tensor.Shape)), place, "The tensor has another element type or shape than before.");
    }

    private static void CheckGrid(ManifestTensor tensor, string place, Action<bool, string, string> require)
    {
        require((tensor.Coding.Kind == PlanCodingKind.Grid) == (tensor.Coding.Grid is not null), place, "A grid belongs to the coding grid, and to no other.");
        if (tensor.Coding.Grid is not { } grid)
            return;
        require(tensor.Element == PlanElement.Float32 && !grid.IsFloat, place, "Only floats are rounded to a grid, and to at most 8 bits.");
        IReadOnlyList<Problem> problems = grid.Check(place);
        foreach (Problem problem in problems)
            require(false, problem.Place, problem.Message);
        long elements = tensor.Shape.Aggregate(1L, (n, d) => n is > 0 and <= PlanLimits.LinkBytes ? n * d : 0);
        require(problems.Count > 0 || (elements > 0 && elements % ((long)grid.Channels * grid.Inner) == 0), place, "The tensor does not have such channels.");
    }
}
