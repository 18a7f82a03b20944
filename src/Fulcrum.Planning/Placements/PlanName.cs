using System.Text;
using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Placements;

/// <summary>Plans in words.</summary>
internal static class PlanName
{
    public static string Of(Plan plan)
    {
        var text = new StringBuilder($"{plan.Variant}: ");
        for (int t = 0; t < plan.Tiers.Count; t++)
        {
            text.Append(plan.Tiers[t].Nodes.Count == 0 ? $"({plan.Tiers[t].Tier})" : plan.Tiers[t].Tier);
            if (t < plan.Links.Count)
                text.Append($" -> {Sent(plan.Links[t])} -> ");
        }

        return plan.Pattern == TensorCoding.Plain ? text.ToString() : $"{text}, weights {plan.Pattern}";
    }

    private static string Sent(PlanLink link) => string.Join(" + ", link.Cut.Tensors.Zip(link.Codings, (t, c) => $"{t.Name} as {c.Name}"));
}
