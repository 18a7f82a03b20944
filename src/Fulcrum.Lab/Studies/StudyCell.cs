using System.Globalization;
using Fulcrum.Lab.Deployments;
using Fulcrum.Problems;
using Fulcrum.Statistics.Samples;

namespace Fulcrum.Lab.Studies;

/// <summary>What was measured of one strategy.</summary>
/// <param name="Strategy">The strategy.</param>
/// <param name="Requests">Its timed requests, round after round.</param>
/// <param name="Accuracy">What its artefact scores on the whole test split; null without labels or artefact.</param>
/// <param name="Load">Its requests under load; none without such a block.</param>
/// <param name="Failure">Why it could not run, or not to the end; null when it did.</param>
public sealed record StudyCell(Strategy Strategy, IReadOnlyList<RequestRow> Requests, ArtefactAccuracy? Accuracy, IReadOnlyList<RequestRow> Load, string? Failure)
{
    /// <summary>The latencies in milliseconds.</summary>
    public IReadOnlyList<double> LatenciesMs { get; } = [.. Requests.Select(r => 1e3 * r.LatencySeconds)];

    /// <summary>The round of each request, from 1.</summary>
    public required IReadOnlyList<string> Rounds { get; init; }

    /// <summary>Their median; null when there is none.</summary>
    public double? MedianMs => LatenciesMs.Count > 0 ? Quantile.Median(LatenciesMs) : null;

    /// <summary>Whether nothing of it is missing.</summary>
    /// <param name="design">The study.</param>
    public bool IsComplete(StudyDesign design) => Failure is null && LatenciesMs.Count >= design.Runs && (design.InFlight == 0 || Load.Count > 0);

    /// <summary>The share of the timed requests that were answered right; null when they are not judged.</summary>
    public double? Right => Strategy.Model.IsJudged && Requests.Any(r => r.Right is not null) ? Requests.Average(r => r.Right == true ? 1.0 : 0) : null;

    /// <summary>All cells of a study, in the design's order.</summary>
    public static IReadOnlyList<StudyCell> Of(StudyDesign design, StudyStore store)
    {
        return
        [
            .. from s in Strategy.Of(design)
               let rows = store.Rows(s, design.Rounds).Where(r => r.Row.IsTimed).ToArray()
               select new StudyCell(
                   s, [.. rows.Select(r => r.Row)], s.Model.IsJudged ? Score(store.ArtefactOf(s)) : null,
                   File.Exists(store.LoadOf(s)) ? [.. RequestRow.Read(store.LoadOf(s)).Where(r => r.IsTimed)] : [], store.Failures.GetValueOrDefault(s.Key))
               {
                   Rounds = [.. rows.Select(r => (r.Round + 1).ToString(CultureInfo.InvariantCulture))],
               },
        ];
    }

    private static ArtefactAccuracy? Score(string artefact)
    {
        try
        {
            return ArtefactAccuracy.Read(artefact);
        }
        catch (InputException)
        {
            return null;
        }
    }
}
