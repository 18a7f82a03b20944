using System.Globalization;

namespace Fulcrum.Protocol.Plans;

/// <summary>What one tier says of its time in the <c>Server-Timing</c> header (W3C), in milliseconds: <c>edge.decode;dur=0.021, edge.compute;dur=1.5, edge.encode;dur=0.04, edge.next;dur=8.2</c>; <c>edge.exit;dur=1</c> when its first exit answered.</summary>
/// <param name="Tier">Its name.</param>
/// <param name="DecodeMs">Decoding what came.</param>
/// <param name="ComputeMs">Running its segment.</param>
/// <param name="EncodeMs">Coding what goes on.</param>
/// <param name="NextMs">From the first byte sent on to the last byte of the answer; 0 for the last tier.</param>
/// <param name="Exit">Which of the tier's exits answered, from 1; 0 when none did.</param>
public sealed record StageTiming(string Tier, double DecodeMs, double ComputeMs, double EncodeMs, double NextMs, int Exit = 0)
{
    /// <summary>The header's name.</summary>
    public const string Header = "Server-Timing";

    /// <summary>All four together.</summary>
    public double TotalMs => DecodeMs + ComputeMs + EncodeMs + NextMs;

    /// <summary>The header's value.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Tier}.decode;dur={DecodeMs:0.###}, {Tier}.compute;dur={ComputeMs:0.###}, {Tier}.encode;dur={EncodeMs:0.###}, {Tier}.next;dur={NextMs:0.###}") + (Exit > 0 ? string.Create(CultureInfo.InvariantCulture, $", {Tier}.exit;dur={Exit}") : "");

    /// <summary>Reads a header's value; what is not understood is left out, what is missing is 0.</summary>
    public static IReadOnlyList<StageTiming> Parse(string header)
    {
        List<StageTiming> tiers = [];
        foreach (string metric in header.Split(',', StringSplitOptions.TrimEntries))
        {
            if (metric.Split(";dur=") is not [string name, string text] || name.Split('.') is not [string tier, string phase])
                continue;
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double milliseconds) || !double.IsFinite(milliseconds) || milliseconds < 0)
                continue;
            int at = tiers.FindIndex(t => t.Tier == tier);
            StageTiming timing = at < 0 ? new StageTiming(tier, 0, 0, 0, 0) : tiers[at];
            timing = phase switch
            {
                "decode" => timing with { DecodeMs = milliseconds },
                "compute" => timing with { ComputeMs = milliseconds },
                "encode" => timing with { EncodeMs = milliseconds },
                "next" => timing with { NextMs = milliseconds },
                "exit" when milliseconds <= PlanLimits.Segments => timing with { Exit = (int)milliseconds },
                _ => timing,
            };
            if (at < 0)
                tiers.Add(timing);
            else
                tiers[at] = timing;
        }

        return tiers;
    }
}
