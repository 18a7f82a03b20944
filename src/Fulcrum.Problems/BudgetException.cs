namespace Fulcrum.Problems;

/// <summary>The work was done, and its result does not keep a budget that was given: exit code 3.</summary>
/// <param name="message">What was lost or took too long, and what was tolerated.</param>
public sealed class BudgetException(string message) : Exception(message);
