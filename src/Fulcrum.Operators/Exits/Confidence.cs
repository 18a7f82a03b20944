namespace Fulcrum.Operators.Exits;

/// <summary>How sure logits are.</summary>
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
