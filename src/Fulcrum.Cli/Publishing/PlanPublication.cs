using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Releases;
using Fulcrum.Protocol.Sets;
using Fulcrum.Stores.Publishing;

namespace Fulcrum.Cli.Publishing;

/// <summary>Plan folders and sets, with their releases, checked as servers and devices check them.</summary>
internal static class PlanPublication
{
    public static bool IsOne(string path) => PlanSet.IsSet(path) || File.Exists(Path.Combine(path, PlanFolder.FileName));

    /// <exception cref="InputException">What is wrong with the folder; <c>publish-release</c>: the release is of other files.</exception>
    public static PublishedFolder Read(string path)
    {
        PlanSet? set = PlanSet.IsSet(path) ? PlanSet.Read(path) : null;
        PlanFolder[] plans = set is null ? [PlanFolder.Read(path)] : [.. set.Plans];
        IEnumerable<string> names = [.. set is null ? [PlanFolder.FileName] : set.Table.Rows.Select(r => r.Plan).Append(PlanSet.FileName), .. plans.SelectMany(p => p.Manifest.Tiers).SelectMany(t => t.Segments).Select(s => s.File)];
        foreach (PlanFolder plan in plans)
        {
            for (int tier = 0; tier < plan.Manifest.Tiers.Count; tier++)
                _ = plan.Segments(tier);
        }

        if (ReleaseFolder.IsOne(path))
            names = [.. names, .. Released(path), ReleaseManifest.FileName, ReleaseManifest.SignatureName];
        return new PublishedFolder(Publication.Plans, plans[0].Manifest.Model, [.. names.Distinct().Select(n => (n, Path.Combine(path, n)))], (_, files) => Publication.Of(files));
    }

    private static IEnumerable<string> Released(string path)
    {
        ReleaseManifest release = ReleaseFolder.Read(path).Release.Manifest;
        foreach (ReleaseFile file in release.Files)
        {
            string there = Path.Combine(path, file.Path);
            if (!FileHash.Is(there, file.Sha256, file.Bytes))
                throw new InputException("publish-release", there, $"Release {release.Release} is of another such file.", "Sign the folder again: fulcrum release DIR --key KEY.");
        }

        return release.Files.Select(f => f.Path);
    }
}
