using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;

namespace Fulcrum.Planning.Tiers;

/// <summary>The tiers file: tiers and links as JSON with units. See docs/planning.md.</summary>
public static class TiersFile
{
    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InputException">The file cannot be read, is no JSON, or holds any problem; every one is named.</exception>
    public static TierSystem Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path, Path.GetDirectoryName(path) ?? "");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("tiers-not-readable", path, failure.Message, "Give the path of a tiers file.", failure);
        }
    }

    /// <summary>Reads and checks a text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What to call it in problems.</param>
    /// <param name="folder">What paths in it are relative to. Default: the working folder.</param>
    /// <exception cref="InputException">The text is no JSON, or holds any problem; every one is named.</exception>
    public static TierSystem Parse(string json, string name, string folder = "")
    {
        List<Problem> problems = [];
        (List<Tier> tiers, List<TierLink> links) = ([], []);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = new TierFields(document.RootElement, "", problems);
            tiers.AddRange(root.Items("tiers").Select(t => ReadTier(t, folder)));
            links.AddRange(root.Items("links").Select(ReadLink));
            root.Close();
        }
        catch (JsonException failure)
        {
            throw new InputException("tiers-malformed", $"{name}:{failure.LineNumber + 1}", failure.Message, "Correct the JSON.", failure);
        }

        HashSet<string> said = [.. problems.Select(p => p.Place)];
        problems.AddRange(TierChecks.Check(tiers, links).Where(p => !said.Contains(p.Place)));
        if (problems.Count == 0)
            TierOrder.Of(tiers, [.. links.Distinct()], problems);
        return problems.Count == 0 ? new TierSystem(tiers, links) : throw new InputException([.. problems.Select(p => p with { Place = $"{name}: {p.Place}" })]);
    }

    private static Tier ReadTier(TierFields fields, string folder)
    {
        var standard = new Tier { Name = "" };
        TierPrice price = new(fields.Quantity("price", Unit.TimePrice) ?? 0, 0);
        if (fields.Object("serverless") is TierFields serverless)
        {
            price = TierPrice.Serverless(serverless.Required("memory", Unit.Size), serverless.Required("price", Unit.MemoryPrice), serverless.Quantity("request", Unit.Money) ?? 0);
            serverless.Close();
        }

        var tier = new Tier
        {
            Name = fields.Text("name"),
            ClockHz = fields.Quantity("clock", Unit.Frequency) ?? standard.ClockHz,
            CyclesPerMac = fields.Number("cycles_per_mac") ?? standard.CyclesPerMac,
            Cores = fields.Number("cpu"),
            Profile = fields.OptionalText("profile") is string profile ? Path.Combine(folder, profile) : null,
            MemoryBytes = fields.Quantity("memory", Unit.Size) ?? standard.MemoryBytes,
            PowerWatts = fields.Quantity("power", Unit.Power),
            Kappa = fields.Number("kappa") ?? 0,
            HoldsModels = fields.Flag("holds_models") ?? true,
            Price = price,
        };
        fields.Close();
        return tier;
    }

    private static TierLink ReadLink(TierFields fields)
    {
        double up = fields.Required("up", Unit.DataRate);
        Jitter jitter = default;
        if (fields.Object("jitter") is TierFields varying)
        {
            jitter = new Jitter(varying.Shape("shape"), varying.Required("p50", Unit.Duration), varying.Required("p99", Unit.Duration));
            varying.Close();
        }

        var link = new TierLink
        {
            From = fields.Text("from"),
            To = fields.Text("to"),
            UpBitsPerSecond = up,
            DownBitsPerSecond = fields.Quantity("down", Unit.DataRate) ?? up,
            RttSeconds = fields.Quantity("rtt", Unit.Duration) ?? 0,
            Jitter = jitter,
            TransmitWatts = fields.Quantity("transmit_power", Unit.Power) ?? 0,
            ReceiveWatts = fields.Quantity("receive_power", Unit.Power) ?? 0,
            UpPricePerByte = fields.Quantity("up_price", Unit.BytePrice) ?? 0,
            DownPricePerByte = fields.Quantity("down_price", Unit.BytePrice) ?? 0,
        };
        fields.Close();
        return link;
    }
}
