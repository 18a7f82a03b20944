using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tables;

namespace Fulcrum.Lab.GraphPlanning;

/// <summary>A table whose rows were executed.</summary>
/// <param name="Table">The rows that are left.</param>
/// <param name="Losses">What each lost.</param>
/// <param name="Compiled">How many rows the solver gave at most.</param>
/// <param name="Remarks">In words: which rows were left out, dropped or added, and why.</param>
/// <param name="Regret">What the table's choice costs above the solver's under the same budget, at random points.</param>
public sealed record PlanSetOutcome(DecisionTable Table, IReadOnlyList<ExecutedLoss> Losses, int Compiled, IReadOnlyList<string> Remarks, TableRegret Regret);

/// <summary>What a table's choices cost above the best, as shares of it.</summary>
/// <param name="Points">Random points of the grid at which any plan keeps the limits.</param>
/// <param name="Missed">Those of them at which no row of the table does.</param>
/// <param name="Mean">Mean of the others.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="Most">The largest.</param>
public sealed record TableRegret(int Points, int Missed, double Mean, double P95, double Most);
