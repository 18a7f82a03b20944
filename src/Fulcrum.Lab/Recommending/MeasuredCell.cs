namespace Fulcrum.Lab.Recommending;

/// <summary>What was measured of one strategy under one set of conditions.</summary>
/// <param name="Strategy">The strategy's position among the candidates.</param>
/// <param name="Links">The conditions.</param>
/// <param name="MedianSeconds">Median latency.</param>
/// <param name="Runs">How many requests it is of.</param>
/// <param name="Error">Standard error of the median's logarithm.</param>
/// <param name="Parts">Medians of the phases; null where only whole latencies are known.</param>
public sealed record MeasuredCell(int Strategy, LinkFacts Links, double MedianSeconds, int Runs, double Error, MeasuredParts? Parts = null);

/// <summary>Medians of the phases of requests in seconds; 0 for what did not take place.</summary>
/// <param name="Compute">Decoding, computing and encoding of each tier.</param>
/// <param name="Links">Each link.</param>
/// <param name="Rest">Before and behind: preparing the sample, reading the answer.</param>
public sealed record MeasuredParts(IReadOnlyList<double> Compute, IReadOnlyList<double> Links, double Rest);
