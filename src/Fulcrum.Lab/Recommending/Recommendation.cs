namespace Fulcrum.Lab.Recommending;

/// <summary>Strategies in the order in which they are recommended.</summary>
/// <param name="Ranking">Those that keep the limits first, each group best first.</param>
/// <param name="Next">The measurement that would settle most; null when none would settle anything.</param>
/// <param name="RegretSeconds">By how many seconds (or units of the objective) the first one is expected to be worse than the best.</param>
/// <param name="Posterior">What everything was predicted with.</param>
public sealed record Recommendation(IReadOnlyList<RankedStrategy> Ranking, NextMeasurement? Next, double RegretSeconds, LatencyPosterior Posterior)
{
    /// <summary>The first one; null when nothing keeps the limits.</summary>
    public RankedStrategy? Best => Ranking.FirstOrDefault(r => r.IsAllowed);
}

/// <summary>A strategy with what is known of it.</summary>
/// <param name="Strategy">It.</param>
/// <param name="PlannedSeconds">The planner's median latency.</param>
/// <param name="PredictedSeconds">Median latency after what was measured.</param>
/// <param name="Low">Lower end of its 90 % interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Measured">Its measurement under these conditions; null when there is none.</param>
/// <param name="MeasuredElsewhere">Under how many other conditions it was measured.</param>
/// <param name="Objective">What is minimised.</param>
/// <param name="Breaks">The limits that it does not keep.</param>
/// <param name="BestProbability">The probability that it is the best of those allowed; 0 for others.</param>
public sealed record RankedStrategy(
    CandidateStrategy Strategy, double PlannedSeconds, double PredictedSeconds, double Low, double High, MeasuredCell? Measured, int MeasuredElsewhere, double Objective, IReadOnlyList<BrokenLimit> Breaks, double BestProbability)
{
    /// <summary>Whether it keeps all limits.</summary>
    public bool IsAllowed => Breaks.Count == 0;
}

/// <summary>A measurement and what it would be worth.</summary>
/// <param name="Strategy">What to measure, under the conditions asked for.</param>
/// <param name="RegretBefore">Expected regret of the choice now, in units of the objective (seconds unless weighted).</param>
/// <param name="RegretAfter">Expected regret of the choice made after it.</param>
public sealed record NextMeasurement(CandidateStrategy Strategy, double RegretBefore, double RegretAfter);
