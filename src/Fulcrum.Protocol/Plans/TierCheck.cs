namespace Fulcrum.Protocol.Plans;

/// <summary>Checks what the tiers of a plan run.</summary>
internal static class TierCheck
{
    public static void Check(PlanManifest manifest, Action<bool, string, string> require)
    {
        for (int t = 0; t < Math.Min(manifest.Tiers.Count, PlanLimits.Tiers); t++)
        {
            (ManifestTier tier, string place) = (manifest.Tiers[t], $"tiers[{t}]");
            require(tier.Segments.Count <= PlanLimits.Segments, $"{place}.segments", $"There are {tier.Segments.Count} segments, {PlanLimits.Segments} are possible.");
            require(tier.Segments.Count > 1 || tier.Values.Count == 0, $"{place}.values", "One segment makes no values for a later one.");
            if (tier.Values.Count > 0)
                ValueCheck.Check(tier.Values, $"{place}.values", require);
            for (int s = 0; s < Math.Min(tier.Segments.Count, PlanLimits.Segments); s++)
                Check(manifest, tier.Segments[s], t == manifest.Tiers.Count - 1 && s == tier.Segments.Count - 1, $"{place}.segments[{s}]", require);
        }
    }

    private static bool IsFile(string name, string extension) => ManifestCheck.IsToken(name) && name.EndsWith(extension, StringComparison.Ordinal) && name[0] != '.';

    private static void Check(PlanManifest manifest, ManifestSegment segment, bool isLast, string place, Action<bool, string, string> require)
    {
        require(IsFile(segment.File, ".onnx") || IsFile(segment.File, ManifestSegment.PackedExtension), $"{place}.file", "This is no name of an .onnx or .fpk file in the folder.");
        require(segment.Upgrades is null || (segment.IsPacked && segment.Upgrades.Count is > 0 and <= PlanLimits.Upgrades), $"{place}.upgrades", $"Upgrades are for packed segments, 1 to {PlanLimits.Upgrades} of them.");
        foreach (ManifestUpgrade upgrade in (segment.Upgrades ?? []).Take(PlanLimits.Upgrades))
            require(IsFile(upgrade.File, ".fpu") && ManifestCheck.IsHash(upgrade.Sha256), $"{place}.upgrades", "This is no name of an .fpu file in the folder, or no lower-case hex SHA-256.");
        require(ManifestCheck.IsHash(segment.Sha256), $"{place}.sha256", "This is no lower-case hex SHA-256.");
        if (segment.Exit is not { } exit)
            return;
        require(!isLast, $"{place}.exit", "Nothing runs behind the last segment.");
        require(exit.Output.Length is > 0 and <= PlanLimits.NameLength, $"{place}.exit.output", "The name is empty or too long.");
        require(Enum.IsDefined(exit.Confidence), $"{place}.exit.confidence", "There is no such measure.");
        require(exit.Threshold is >= 0 and <= ManifestExit.Never, $"{place}.exit.threshold", $"A threshold is 0 to 1, or {ManifestExit.Never} for never.");
        require(manifest.Outputs is [{ Element: PlanElement.Float32 }], $"{place}.exit", "Exits are for models with one output of floats.");
    }
}
