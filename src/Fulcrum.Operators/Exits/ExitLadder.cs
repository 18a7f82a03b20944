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
        int final = answers.Right[^1].Count(r => r);
        double behind = originalRight - final;
        Choice[] all = Choices(answers, outputs, work);
        ExitAnswers[] halves = [answers.Every(2, 0), answers.Every(2, 1)];
        Choice[][] ofHalves = [.. halves.Select(h => Choices(h, outputs, work))];
        List<(Choice Choice, double Expected)> rungs = [];
        foreach (double level in Levels)
        {
            Choice? best = Best(all, answers, level * most, behind / answers.Samples);
            if (best is { Exits.Length: > 0 } && rungs.All(r => r.Choice != best))
                rungs.Add((best, Expected(level * most)));
        }

        if (rungs.Count == 0)
            rungs.Add((all.OrderBy(c => -c.Right).ThenBy(c => c.Work).First(), 0));
        return [.. rungs.Select(r => Rung(r.Choice, answers, outputs, Math.Max(0, 100.0 * (originalRight - r.Choice.Right) / Math.Max(1, answers.Samples)), r.Expected))];

        // What thresholds that are chosen on one half do on the other: on the samples that they were chosen on they look better than they are.
        double Expected(double points)
        {
            int right = Enumerable.Range(0, 2).Sum(h => Best(ofHalves[h], halves[h], points, behind / answers.Samples) is { } choice ? halves[1 - h].CountRight(choice.Exits, choice.Thresholds) : halves[1 - h].Right[^1].Count(r => r));
            return Math.Max(0, 100.0 * (originalRight - right) / Math.Max(1, answers.Samples));
        }
    }

    /// <summary>The least work that loses no more than so many points against the original, which answers a share of the samples more right than the final output does.</summary>
    private static Choice? Best(Choice[] choices, ExitAnswers answers, double points, double behind)
    {
        double original = answers.Right[^1].Count(r => r) + (behind * answers.Samples);
        return choices.Where(c => 100 * (original - c.Right) / Math.Max(1, answers.Samples) <= points + 1e-9).OrderBy(c => c.Work).ThenByDescending(c => c.Right).FirstOrDefault();
    }

    private static Choice[] Choices(ExitAnswers answers, IReadOnlyList<string> outputs, ExitWork work)
    {
        var known = new Dictionary<string, Choice>();
        foreach (int[] selection in Selections(outputs.Count))
        {
            foreach (ThresholdChoice choice in ThresholdSearch.Frontier(answers.Of(selection), work.Shares(selection.Select(e => outputs[e]))))
            {
                if (choice.Thresholds.All(t => t <= 1))
                    known[$"{string.Join(',', selection)}:{choice.Right}"] = new Choice(selection, choice.Thresholds, choice.Right, choice.Work);
            }
        }

        return [.. known.Values];
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

    private static ExitRung Rung(Choice choice, ExitAnswers answers, IReadOnlyList<string> outputs, double loss, double expected)
    {
        int[] left = new int[choice.Exits.Length];
        for (int s = 0; s < answers.Samples; s++)
        {
            int exit = Enumerable.Range(0, left.Length).FirstOrDefault(i => answers.Confidences[choice.Exits[i]][s] >= choice.Thresholds[i], -1);
            if (exit >= 0)
                left[exit]++;
        }

        return new ExitRung([.. choice.Exits.Select((e, i) => new ExitRate(outputs[e], Between(answers.Confidences[e], choice.Thresholds[i]), (double)left[i] / answers.Samples))], loss, choice.Work) { ExpectedLossPoints = Math.Max(loss, expected) };
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
public sealed record ExitRung(IReadOnlyList<ExitRate> Exits, double LossPoints, double Work)
{
    /// <summary>Points of Top-1 to expect on other samples: thresholds of the same level chosen on one half of the samples and judged on the other; never less than <see cref="LossPoints"/>.</summary>
    public double ExpectedLossPoints { get; init; }
}

/// <summary>One exit of it.</summary>
/// <param name="Output">Its logits.</param>
/// <param name="Threshold">The confidence from which a sample leaves.</param>
/// <param name="Rate">The share of all samples that leave here.</param>
public sealed record ExitRate(string Output, double Threshold, double Rate);
