namespace Fulcrum.Operators.Benchmarks;

/// <summary>How sure logits are, 0 to 1, as a device decides it by exits.json: the highest probability, or 1 - H / ln(classes).</summary>
internal static class ExitConfidence
{
    public static double Of(ReadOnlySpan<float> logits, string kind)
    {
        double highest = double.NegativeInfinity, sum = 0, weighted = 0;
        foreach (float logit in logits)
            highest = Math.Max(highest, logit);
        foreach (float logit in logits)
        {
            double weight = Math.Exp(logit - highest);
            sum += weight;
            weighted += weight == 0 ? 0 : weight * (logit - highest);
        }

        return kind == "max-softmax" ? 1 / sum : 1 - ((Math.Log(sum) - (weighted / sum)) / Math.Log(Math.Max(2, logits.Length)));
    }
}
