namespace Fulcrum.Planning.Online;

/// <summary>The answer to a request.</summary>
/// <param name="Chosen">The best allowed candidate.</param>
/// <param name="RunnerUp">The best allowed candidate at another cut; null when there is none.</param>
public sealed record Decision(Candidate Chosen, Candidate? RunnerUp);
