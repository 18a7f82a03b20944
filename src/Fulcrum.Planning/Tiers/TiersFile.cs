using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Problems.Units;

namespace Fulcrum.Planning.Tiers;

/// <summary>Reads tiers files: docs/profiles.md.</summary>
public static class TiersFile
{
    private const int CurrentFormat = 1;
    private const string Remedy = "See docs/profiles.md for what a tiers file holds.";

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InputException"><c>tiers-not-readable</c>, <c>tiers-malformed</c>, <c>tiers-format</c>, <c>tiers-value</c>; every problem is named.</exception>
    public static TierSet Read(string path)
    {
        TiersText text = Parse(path);
        if (text.Format != CurrentFormat)
            throw new InputException("tiers-format", $"{path}: format", $"The file has format {text.Format}, this program reads {CurrentFormat}.", Remedy);
        var problems = new List<Problem>();
        void Add(string place, string message) => problems.Add(new Problem("tiers-value", $"{path}: {place}", message, Remedy));
        double? Value(string? written, Unit unit, string place)
        {
            if (written is null)
                return null;
            (double value, string? error) = unit.Parse(written);
            if (error is null)
                return value;
            Add(place, error);
            return null;
        }

        Tier[] tiers = [.. text.Tiers.Select((t, i) => new Tier
        {
            Name = t.Name,
            Cpu = t.Cpu,
            MemoryBytes = Value(t.Memory, Unit.Size, $"tiers[{i}].memory"),
            PricePerSecond = Value(t.Price, Unit.Price, $"tiers[{i}].price") ?? 0,
            Watts = Value(t.Power, Unit.Power, $"tiers[{i}].power"),
        })];
        TierLink[] links = [.. (text.Links ?? []).Select((l, i) => new TierLink(
            l.From, l.To, Value(l.Rate, Unit.DataRate, $"links[{i}].rate") ?? double.NaN, Value(l.Delay, Unit.Duration, $"links[{i}].delay") ?? 0, Value(l.Jitter, Unit.Duration, $"links[{i}].jitter") ?? 0))];
        Check(tiers, links, Add);
        return problems.Count == 0 ? new TierSet(tiers, links) : throw new InputException(problems);
    }

    private static void Check(Tier[] tiers, TierLink[] links, Action<string, string> add)
    {
        if (tiers.Length == 0)
            add("tiers", "There is no tier.");
        for (int i = 0; i < tiers.Length; i++)
        {
            if (tiers[i].Name.Length == 0 || tiers.Take(i).Any(t => t.Name == tiers[i].Name))
                add($"tiers[{i}].name", "Names are not empty, and each is there once.");
            if (tiers[i].Cpu is double cpu && !(cpu > 0 && double.IsFinite(cpu)))
                add($"tiers[{i}].cpu", "A quota is more than 0 cores.");
            if (tiers[i].MemoryBytes == 0)
                add($"tiers[{i}].memory", "Without memory nothing runs.");
        }

        for (int i = 0; i < links.Length; i++)
        {
            if (links[i].From == links[i].To || tiers.All(t => t.Name != links[i].From) || tiers.All(t => t.Name != links[i].To))
                add($"links[{i}]", "A link goes from one tier of the file to another.");
            else if (links.Take(i).Any(l => (l.From, l.To) == (links[i].From, links[i].To) || (l.To, l.From) == (links[i].From, links[i].To)))
                add($"links[{i}]", "The link is there twice.");
            if (links[i].BitsPerSecond == 0)
                add($"links[{i}].rate", "A rate is more than 0.");
        }
    }

    private static TiersText Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), TiersJson.Default.TiersText)
                ?? throw new InputException("tiers-malformed", path, "The file holds null.", Remedy);
        }
        catch (JsonException failure)
        {
            throw new InputException("tiers-malformed", $"{path}: {failure.Path}", failure.Message, Remedy, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("tiers-not-readable", path, failure.Message, Remedy, failure);
        }
    }
}
