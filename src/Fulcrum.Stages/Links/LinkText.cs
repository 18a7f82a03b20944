using System.Globalization;
using Fulcrum.Problems;
using Fulcrum.Problems.Quantities;

namespace Fulcrum.Stages.Links;

/// <summary>A link in one line: <c>up=20Mbps,down=50Mbps,rtt=12ms,jitter=lognormal:1ms:10ms,loss=1%,seed=3,rates=kernel</c>; each part may be left out.</summary>
public static class LinkText
{
    private const double LongestSeconds = 60;
    private static readonly string[] Known = ["up", "down", "rtt", "jitter", "loss", "seed", "rates"];

    /// <summary>Reads a line.</summary>
    /// <param name="text">It.</param>
    /// <param name="place">What to call it in problems.</param>
    /// <exception cref="InputException"><c>option-malformed</c>, for every part that is wrong.</exception>
    public static LinkShape Parse(string text, string place)
    {
        List<Problem> problems = [];
        var shape = new LinkShape();
        HashSet<string> seen = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            string name = pair[0];
            if (pair.Length == 2 && Known.Contains(name) && seen.Add(name))
                shape = Read(shape, name, pair[1], Add);
            else if (seen.Contains(name))
                Add($"'{name}' is given twice.", "Give it once.");
            else
                Add($"'{part}' is no part of a link.", Suggestions.Closest(name, Known) is string near ? $"Did you mean '{near}=...'?" : $"Known: {string.Join(", ", Known)}; for example up=20Mbps,down=50Mbps,rtt=12ms.");
        }

        return problems.Count == 0 ? shape : throw new InputException(problems);
        void Add(string message, string remedy) => problems.Add(new Problem("option-malformed", place, message, remedy));
    }

    /// <summary>The line of a link, for <see cref="Parse"/>.</summary>
    public static string Write(LinkShape shape)
    {
        List<string> parts = [];
        if (shape.UpBitsPerSecond is double up)
            parts.Add($"up={Text(up)}bps");
        if (shape.DownBitsPerSecond is double down)
            parts.Add($"down={Text(down)}bps");
        if (shape.RoundTrip > TimeSpan.Zero)
            parts.Add($"rtt={Text(shape.RoundTrip.TotalMilliseconds)}ms");
        if (shape.Jitter != default)
            parts.Add($"jitter={(shape.Jitter.IsNormal ? "normal" : "lognormal")}:{Text(shape.Jitter.P50)}s:{Text(shape.Jitter.P99)}s");
        if (shape.Loss > 0)
            parts.Add($"loss={Text(100 * shape.Loss)}%");
        parts.Add($"seed={Text(shape.Seed)}");
        if (shape.KernelHoldsRates)
            parts.Add("rates=kernel");
        return string.Join(',', parts);
    }

    private static LinkShape Read(LinkShape shape, string name, string value, Action<string, string> add)
    {
        switch (name)
        {
            case "up":
                return shape with { UpBitsPerSecond = Rate(value, add) };
            case "down":
                return shape with { DownBitsPerSecond = Rate(value, add) };
            case "rtt":
                double seconds = Quantity(value, Unit.Duration, add);
                if (seconds > LongestSeconds)
                    add($"A round trip takes at most {LongestSeconds} s here.", "Give less.");
                return shape with { RoundTrip = TimeSpan.FromSeconds(Math.Min(seconds, LongestSeconds)) };
            case "jitter":
                return shape with { Jitter = Jitter(value, add) };
            case "loss":
                double percent = Quantity(value, Unit.Points, add);
                if (percent >= 100)
                    add("Nothing gets through when all is lost.", "Give less than 100%.");
                return shape with { Loss = percent / 100 };
            case "seed":
                if (!int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int seed))
                    add($"'{value}' is no seed.", "Give a whole number.");
                return shape with { Seed = seed };
            default:
                if (value != "kernel")
                    add($"'{value}' cannot hold rates.", "Write rates=kernel, or leave it out.");
                return shape with { KernelHoldsRates = true };
        }
    }

    private static double Rate(string value, Action<string, string> add)
    {
        double rate = Quantity(value, Unit.DataRate, add);
        if (rate <= 0)
            add("Nothing gets through a link without a rate.", "Give more than zero.");
        return rate;
    }

    private static LinkJitter Jitter(string value, Action<string, string> add)
    {
        string[] parts = value.Split(':', StringSplitOptions.TrimEntries);
        if (parts is not ["normal" or "lognormal", _, _])
        {
            add($"'{value}' is no jitter.", "Write SHAPE:P50:P99, for example lognormal:1ms:10ms or normal:1ms:3ms.");
            return default;
        }

        var jitter = new LinkJitter(Quantity(parts[1], Unit.Duration, add), Quantity(parts[2], Unit.Duration, add), parts[0] == "normal");
        if (jitter.P99 < jitter.P50 || jitter.P99 > LongestSeconds || (!jitter.IsNormal && jitter.P50 <= 0))
            add($"'{value}' is no jitter.", $"Give a 99th percentile not below the median and at most {LongestSeconds} s; a lognormal median above zero.");
        return jitter;
    }

    private static double Quantity(string text, Unit unit, Action<string, string> add)
    {
        (double value, string? error) = QuantityText.Parse(text, unit);
        if (error is not null)
            add(error, "");
        return value;
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
