using Fulcrum.Problems;

namespace Fulcrum.Protocol.Plans;

/// <summary>Checks what a plan.json claims, everything at once.</summary>
internal static class ManifestCheck
{
    private const string Remedy = "Write the folder again from its plan.";

    public static IReadOnlyList<Problem> Check(PlanManifest manifest)
    {
        if (manifest.Format is not (PlanManifest.CurrentFormat or PlanManifest.PackedFormat))
            return [new("plan-format", "format", $"The plan has format {manifest.Format}, this program reads {PlanManifest.CurrentFormat} and {PlanManifest.PackedFormat}.", "Update the older side.")];
        List<Problem> problems = [];
        void Require(bool holds, string place, string message)
        {
            if (!holds)
                problems.Add(new Problem("plan-invalid", place, message, Remedy));
        }

        Require(manifest.Format >= PlanManifest.FormatOf(manifest.Tiers), "format", $"Packed segments need format {PlanManifest.PackedFormat}.");
        Require(IsToken(manifest.Model) && manifest.Model is not ("." or ".."), "model", "The name is empty, too long, or holds more than letters, digits, dot, dash and underscore.");
        Require(IsHash(manifest.ModelSha256), "model_sha256", "This is no lower-case hex SHA-256.");
        CheckTiers(manifest.Tiers, Require);
        TierCheck.Check(manifest, Require);
        ValueCheck.Check(manifest.Inputs, "inputs", Require);
        ValueCheck.Check(manifest.Outputs, "outputs", Require);
        for (int i = 0; i < Math.Min(manifest.Outputs.Count, PlanLimits.Tensors); i++)
            Require(manifest.Tiers.Any(t => t.Name == manifest.Outputs[i].Tier && t.Computes), $"outputs[{i}].tier", "No tier of the name computes anything.");
        Require(manifest.Predicted.Count <= PlanLimits.Figures, "predicted", "There are too many figures.");
        foreach ((string name, double value) in manifest.Predicted.Take(PlanLimits.Figures))
            Require(name.Length is > 0 and <= PlanLimits.TokenLength && double.IsFinite(value), $"predicted.{name}", "The name is empty or too long, or the figure is not finite.");
        LinkCheck.Check(manifest, Require);
        return problems;
    }

    private static void CheckTiers(IReadOnlyList<ManifestTier> tiers, Action<bool, string, string> require)
    {
        require(tiers.Count is > 0 and <= PlanLimits.Tiers, "tiers", $"There are {tiers.Count} tiers, 1 to {PlanLimits.Tiers} are possible.");
        require(tiers.Select(t => t.Name).Distinct().Count() == tiers.Count, "tiers", "A name is given twice.");
        require(tiers.SelectMany(t => t.Segments).SelectMany(Files).Distinct().Count() == tiers.SelectMany(t => t.Segments).SelectMany(Files).Count(), "tiers", "A segment is given twice.");
        require(tiers.Count == 0 || tiers[^1].Computes, $"tiers[{tiers.Count - 1}].segments", "The last tier has nothing to run.");
        for (int i = 0; i < Math.Min(tiers.Count, PlanLimits.Tiers); i++)
            require(IsToken(tiers[i].Name) && !tiers[i].Name.Contains('.'), $"tiers[{i}].name", "The name is empty, too long, or holds more than letters, digits, dash and underscore.");
    }

    private static IEnumerable<string> Files(ManifestSegment segment) => (segment.Upgrades ?? []).Select(u => u.File).Prepend(segment.File);

    internal static bool IsToken(string text) => text.Length is > 0 and <= PlanLimits.TokenLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    internal static bool IsHash(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
