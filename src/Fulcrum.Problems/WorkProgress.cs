namespace Fulcrum.Problems;

/// <summary>A step of a long job, reported while it runs; the command line draws it with an ETA, or writes it as a JSON line.</summary>
/// <param name="Stage">What is being done, in a few words.</param>
/// <param name="Done">Units finished.</param>
/// <param name="Total">Units in all; 0 when unknown.</param>
public readonly record struct WorkProgress(string Stage, long Done, long Total);
