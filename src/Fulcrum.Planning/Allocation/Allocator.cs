namespace Fulcrum.Planning.Allocation;

/// <summary>Exact where the frontier stays small, Lagrangian with a proven gap where it does not.</summary>
public static class Allocator
{
    /// <summary>Solves a problem; null when no choice fits the budget.</summary>
    public static AllocationResult? Solve(AllocationProblem problem) =>
        ParetoAllocator.Solve(problem) ?? LagrangianAllocator.Solve(problem);
}
