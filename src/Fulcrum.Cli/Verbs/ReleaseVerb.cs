using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Releases;
using Fulcrum.Protocol.Sets;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`release DIR --key FILE`: signs what devices get of a plan folder.</summary>
internal static class ReleaseVerb
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "A plan folder, or a set of plans." };
    private static readonly Option<string> Key = new("--key") { Description = "The private key that signs, PEM (ECDSA).", Required = true };
    private static readonly Option<string?> Tier = new("--tier") { Description = "The tier whose segments devices get. Default: the first." };
    private static readonly Option<long?> Number = new("--number") { Description = "The release's number. Default: one more than that of the release in the folder." };
    private static readonly Option<string?> Expires = new("--expires") { Description = "Until when devices take it, for example 2030-01-31. Default: for good." };

    public static Command Create() => new Command("release", "Sign what devices get of a plan.") { Folder, Key, Tier, Number, Expires }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        string path = context.Value(Folder);
        PlanSet? set = PlanSet.IsSet(path) ? PlanSet.Read(path) : null;
        IReadOnlyList<PlanFolder> plans = set?.Plans ?? [PlanFolder.Read(path)];
        string tier = context.Value(Tier) ?? plans[0].Manifest.Tiers[0].Name;
        ManifestSegment[] segments = [.. plans.SelectMany(p => p.Manifest.Tiers.Where(t => t.Name == tier).SelectMany(t => t.Segments))];
        Dictionary<string, int> upgrades = segments.SelectMany(s => (s.Upgrades ?? []).Select((u, i) => (u.File, Order: i + 1))).DistinctBy(u => u.File).ToDictionary(u => u.File, u => u.Order);
        IEnumerable<string> manifests = set?.Table.Rows.Select(r => r.Plan).Append(PlanSet.FileName) ?? [PlanFolder.FileName];
        _ = plans.MaxBy(p => p.Manifest.Tiers.Count)!.Find(tier);
        using ECDsa key = ReleaseKeys.Private(context.Value(Key));
        SignedRelease release = ReleaseFolder.Write(path, plans[0].Manifest.Model, manifests.Concat(segments.Select(s => s.File)).Concat(upgrades.Keys).Distinct(), context.Value(Number), TimeProvider.System.GetUtcNow(), End(context), key, upgrades).Release;
        var result = new ReleaseResult(path, release.Manifest.Model, release.Manifest.Release, release.Manifest.Expires, release.Manifest.Files.Count, release.Manifest.Files.Sum(f => f.Bytes));
        context.Print(result, CliJson.Default.ReleaseResult, console => console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"release {result.Release} of {result.Model}: {result.Files} files, {result.Bytes} bytes")));
        return Task.FromResult(ExitCodes.Done);
    }

    private static DateTimeOffset? End(VerbContext context) => context.Value(Expires) is not string text
        ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset end)
            ? end
            : throw new InputException("option-malformed", "--expires", $"'{text}' is no date.", "Write for example 2030-01-31.");
}
