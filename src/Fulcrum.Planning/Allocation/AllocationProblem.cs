namespace Fulcrum.Planning.Allocation;

/// <summary>Choose one option per tensor so that the total size is least while the total noise stays within a budget (QPART (28), over real bytes).</summary>
/// <param name="Tensors">The options of each tensor; none empty.</param>
/// <param name="Budget">Delta: the largest total noise.</param>
public sealed record AllocationProblem(IReadOnlyList<IReadOnlyList<AllocationOption>> Tensors, double Budget);

/// <summary>One width of one tensor.</summary>
/// <param name="Bits">The width.</param>
/// <param name="Bytes">What it costs to send, weighted by its price.</param>
/// <param name="Noise">psi: what it takes from the budget.</param>
public readonly record struct AllocationOption(int Bits, double Bytes, double Noise);

/// <summary>A choice.</summary>
/// <param name="Options">Index of the chosen option, per tensor.</param>
/// <param name="Bytes">Total size.</param>
/// <param name="Noise">Total noise.</param>
/// <param name="LowerBound">No choice within the budget is smaller than this; equals <paramref name="Bytes"/> when the choice is proven optimal.</param>
public sealed record AllocationResult(IReadOnlyList<int> Options, double Bytes, double Noise, double LowerBound);
