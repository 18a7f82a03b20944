using Fulcrum.Planning.Costs;
using Fulcrum.Planning.Patterns;

namespace Fulcrum.Planning.Online;

/// <summary>A pattern with its predicted cost for one request.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Work">What it asks of device, link and server.</param>
/// <param name="Cost">Time, energy, cost and objective.</param>
/// <param name="Excluded">Why the request rules it out; null when it is allowed.</param>
public sealed record Candidate(Pattern Pattern, Workload Work, CostBreakdown Cost, string? Excluded);
