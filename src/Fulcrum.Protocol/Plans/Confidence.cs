using System.Text.Json.Serialization;

namespace Fulcrum.Protocol.Plans;

/// <summary>How sure the logits of an exit are: what its threshold is compared with.</summary>
public static class Confidence
{
    /// <summary>The confidence of one sample's logits, 0 to 1; NaN, which reaches no threshold, when a logit is NaN.</summary>
    public static double Of(ReadOnlySpan<float> logits, ExitConfidence kind)
    {
        double highest = double.NegativeInfinity, sum = 0, weighted = 0;
        foreach (float logit in logits)
        {
            if (float.IsNaN(logit))
                return double.NaN;
            highest = Math.Max(highest, logit);
        }

        foreach (float logit in logits)
        {
            double weight = Math.Exp(logit - highest);
            sum += weight;
            weighted += weight == 0 ? 0 : weight * (logit - highest);
        }

        return kind == ExitConfidence.MaxSoftmax ? 1 / sum : Math.Clamp(1 - ((Math.Log(sum) - (weighted / sum)) / Math.Log(Math.Max(2, logits.Length))), 0, 1);
    }
}

/// <summary>What an exit's confidence in its answer is; always 0 to 1.</summary>
public enum ExitConfidence
{
    /// <summary>The highest probability (softmax of the logits).</summary>
    [JsonStringEnumMemberName("max-softmax")]
    MaxSoftmax,

    /// <summary>1 - H / ln(classes), H the entropy of the probabilities: BranchyNet's measure (Teerapittayanon et al. 2016), turned around.</summary>
    [JsonStringEnumMemberName("entropy")]
    Entropy,
}
