using Fulcrum.Data.Descriptions;
using Fulcrum.Lab.Hosts;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Deployments;

/// <summary>What a tier on another machine needs of a deployment.</summary>
internal static class TierFiles
{
    /// <summary>The plan, and the segments that this tier runs.</summary>
    public static SentFiles OfPlan(string folder, int tier)
    {
        var plan = PlanFolder.Read(folder);
        IEnumerable<string> names = plan.Manifest.Tiers[tier].Segments.SelectMany(s => (string[])[s.File, .. (s.Upgrades ?? []).Select(u => u.File).Where(f => File.Exists(Path.Combine(folder, f)))]);
        return new SentFiles([.. new[] { PlanFolder.FileName }.Concat(names).Distinct().Select(n => (n, (Func<Stream>)(() => File.OpenRead(Path.Combine(folder, n)))))]);
    }

    /// <summary>The samples, and the file among them that opens them.</summary>
    public static (SentFiles Files, string? Entry) OfData(string data)
    {
        var portable = PortableDataset.Of(data);
        return (new SentFiles(portable.Files), portable.Entry);
    }
}
