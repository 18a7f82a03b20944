using Fulcrum.Configuration;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;

namespace Fulcrum.Planning.Tiers;

/// <summary>The tiers file: tiers and links with units, as JSON or YAML. See docs/planning.md.</summary>
public static class TiersFile
{
    private const string Code = "tiers";

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InputException">The file cannot be read, is no JSON or YAML, or holds any problem; every one is named.</exception>
    public static TierSystem Read(string path) => Parse(ConfigDocument.Read(path, Code, "Give the path of a tiers file."), Path.GetDirectoryName(path) ?? "");

    /// <summary>Reads and checks a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What to call it in problems; its ending says whether it is YAML.</param>
    /// <param name="folder">What paths in it are relative to. Default: the working folder.</param>
    /// <exception cref="InputException">The text is no JSON or YAML, or holds any problem; every one is named.</exception>
    public static TierSystem Parse(string text, string name, string folder = "") => Parse(ConfigDocument.Parse(text, name, Code), folder);

    /// <summary>Checks what a document holds.</summary>
    /// <param name="document">It.</param>
    /// <param name="folder">What paths in it are relative to.</param>
    /// <exception cref="InputException">It holds any problem; every one is named.</exception>
    public static TierSystem Parse(ConfigDocument document, string folder)
    {
        List<Problem> problems = [];
        var root = new ConfigFields(document, problems);
        Tier[] tiers = [.. root.Items("tiers").Select(t => ReadTier(t, folder))];
        TierLink[] links = [.. root.Items("links").Select(ReadLink)];
        root.Close();
        HashSet<string> said = [.. problems.Select(p => p.Place)];
        problems.AddRange(TierChecks.Check(tiers, links).Where(p => !said.Contains(p.Place)));
        if (problems.Count == 0)
            TierOrder.Of(tiers, [.. links.Distinct()], problems);
        return problems.Count == 0 ? new TierSystem(tiers, links) : throw new InputException(document.Locate(problems));
    }

    private static Tier ReadTier(ConfigFields fields, string folder)
    {
        var standard = new Tier { Name = "" };
        TierPrice price = new(fields.Quantity("price", Unit.TimePrice) ?? 0, 0);
        if (fields.Object("serverless") is ConfigFields serverless)
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
            Slowdown = Slowdown(fields.Number("slowdown")),
            Profile = fields.OptionalText("profile") is string profile ? Path.Combine(folder, profile) : null,
            MemoryBytes = fields.Quantity("memory", Unit.Size) ?? standard.MemoryBytes,
            PowerWatts = fields.Quantity("power", Unit.Power),
            Kappa = fields.Number("kappa") ?? 0,
            Accelerator = fields.OptionalText("accelerator"),
            Host = fields.Address("host"),
            Ssh = fields.OptionalText("ssh"),
            Program = fields.OptionalText("program") ?? standard.Program,
            HoldsModels = fields.Flag("holds_models") ?? true,
            Price = price,
        };
        fields.Close();
        return tier;
    }

    /// <summary>As it was written; what is no whole number becomes 0, which is refused.</summary>
    private static int Slowdown(double? written) => written switch
    {
        null => 1,
        >= 1 and <= 10_000 when written == Math.Floor(written.Value) => (int)written,
        _ => 0,
    };

    private static TierLink ReadLink(ConfigFields fields)
    {
        double up = fields.Required("up", Unit.DataRate);
        Jitter jitter = default;
        if (fields.Object("jitter") is ConfigFields varying)
        {
            JitterShape shape = varying.Choice("shape", "shape of a delay", "normal", "lognormal") switch { "normal" => JitterShape.Normal, "lognormal" => JitterShape.Lognormal, _ => JitterShape.None };
            jitter = new Jitter(shape, varying.Required("p50", Unit.Duration), varying.Required("p99", Unit.Duration));
            varying.Close();
        }

        var link = new TierLink
        {
            From = fields.Text("from"),
            To = fields.Text("to"),
            UpBitsPerSecond = up,
            DownBitsPerSecond = fields.Quantity("down", Unit.DataRate) ?? (up > 0 ? up : 1),
            RttSeconds = fields.Quantity("rtt", Unit.Duration) ?? 0,
            Jitter = jitter,
            Loss = (fields.Quantity("loss", Unit.Points) ?? 0) / 100,
            TransmitWatts = fields.Quantity("transmit_power", Unit.Power) ?? 0,
            ReceiveWatts = fields.Quantity("receive_power", Unit.Power) ?? 0,
            UpPricePerByte = fields.Quantity("up_price", Unit.BytePrice) ?? 0,
            DownPricePerByte = fields.Quantity("down_price", Unit.BytePrice) ?? 0,
        };
        fields.Close();
        return link;
    }
}
