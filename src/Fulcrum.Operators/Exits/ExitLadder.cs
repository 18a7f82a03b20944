namespace Fulcrum.Operators.Exits;

/// <summary>
/// Thresholds of a model's exits as a ladder from careful to eager: for each of a few levels of loss, which exits are asked and with which thresholds, so that the expected work is least.
/// No rung is beaten by another in both.
/// </summary>
public static class ExitLadder
{
    /// <summary>Levels as shares of the most that may be lost.</summary>
    private static readonly double[] Levels = [0, 0.125, 0.25, 0.5, 0.75, 1];

    /// <summary>Up to so many exits all selections of them are looked at; of more, those of so many and all together.</summary>
    private const int Selected = 3;

    /// <summary>The rungs, the careful ones first. Where nothing keeps the most tolerated loss, the one that loses least.</summary>
    /// <param name="answers">What the exits say of samples.</param>
    /// <param name="outputs">The exits' outputs, in order.</param>
    /// <param name="originalRight">How many of the samples the original model answers right.</param>
    /// <param name="work">Gives the work of a sample that leaves at each of some exits, then at the end.</param>
    /// <param name="most">Points of Top-1 that may be lost against the original, at least 0.</param>
    public static IReadOnlyList<ExitRung> Of(ExitAnswers answers, IReadOnlyList<string> outputs, int originalRight, ExitWork work, double most)
    {
        double Loss(int right) => Math.Max(0, 100.0 * (originalRight - right) / Math.Max(1, answers.Samples));
        var known = new Dictionary<string, Choice>();
        foreach (int[] selection in Selections(outputs.Count))
        {
            foreach (ThresholdChoice choice in ThresholdSearch.Frontier(answers.Of(selection), work.Shares(selection.Select(e => outputs[e]))))
            {
                int[] used = [.. Enumerable.Range(0, selection.Length).Where(i => choice.Thresholds[i] <= 1)];
                if (used.Length == selection.Length)
                    known[$"{string.Join(',', selection)}:{choice.Right}"] = new Choice(selection, choice.Thresholds, choice.Right, choice.Work);
            }
        }

        Choice[] all = [.. known.Values];
        List<Choice> rungs = [];
        foreach (double level in Levels)
        {
            Choice? best = all.Where(c => Loss(c.Right) <= (level * most) + 1e-9).OrderBy(c => c.Work).ThenBy(c => Loss(c.Right)).FirstOrDefault();
            if (best is { Exits.Length: > 0 } && !rungs.Contains(best))
                rungs.Add(best);
        }

        if (rungs.Count == 0)
            rungs.Add(all.OrderBy(c => Loss(c.Right)).ThenBy(c => c.Work).First());
        return [.. rungs.Select(c => Rung(c, answers, outputs, Loss(c.Right)))];
    }

    private static IEnumerable<int[]> Selections(int exits)
    {
        for (int bits = 0; bits < 1 << exits; bits++)
        {
            int[] selection = [.. Enumerable.Range(0, exits).Where(e => (bits >> e & 1) != 0)];
            if (selection.Length <= Selected || selection.Length == exits)
                yield return selection;
        }
    }

    private static ExitRung Rung(Choice choice, ExitAnswers answers, IReadOnlyList<string> outputs, double loss)
    {
        int[] left = new int[choice.Exits.Length];
        for (int s = 0; s < answers.Samples; s++)
        {
            int exit = Enumerable.Range(0, left.Length).FirstOrDefault(i => answers.Confidences[choice.Exits[i]][s] >= choice.Thresholds[i], -1);
            if (exit >= 0)
                left[exit]++;
        }

        return new ExitRung([.. choice.Exits.Select((e, i) => new ExitRate(outputs[e], Between(answers.Confidences[e], choice.Thresholds[i]), (double)left[i] / answers.Samples))], loss, choice.Work);
    }

    /// <summary>A threshold between the least confidence that leaves and the highest that stays: the samples that it was chosen on leave as before however their confidence is rounded.</summary>
    private static double Between(double[] confidences, double threshold)
    {
        double[] below = [.. confidences.Where(c => c < threshold)];
        return below.Length > 0 ? (threshold + below.Max()) / 2 : Math.Max(0, threshold - 1e-6);
    }

    private sealed record Choice(int[] Exits, IReadOnlyList<double> Thresholds, int Right, double Work);
}

/// <summary>One choice of exits and thresholds.</summary>
/// <param name="Exits">The exits that are asked, in order; none: only the final output answers.</param>
/// <param name="LossPoints">Points of Top-1 lost on the samples against the original; never below 0.</param>
/// <param name="Work">Mean multiply-accumulates of a sample, as a share of the model without exits.</param>
public sealed record ExitRung(IReadOnlyList<ExitRate> Exits, double LossPoints, double Work);

/// <summary>One exit of it.</summary>
/// <param name="Output">Its logits.</param>
/// <param name="Threshold">The confidence from which a sample leaves.</param>
/// <param name="Rate">The share of all samples that leave here.</param>
public sealed record ExitRate(string Output, double Threshold, double Rate);
