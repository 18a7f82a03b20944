namespace Fulcrum.Planning.Allocation;

/// <summary>
/// The exact optimum by dynamic programming over tensors: keeps, after each tensor, every (bytes, noise) that no other beats in both.
/// </summary>
public static class ParetoAllocator
{
    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="maximumStates">Gives up when a frontier grows beyond this; default 200,000.</param>
    /// <returns>The optimum, or null when no choice fits the budget, or <paramref name="maximumStates"/> was passed (see <see cref="Allocator"/>).</returns>
    public static AllocationResult? Solve(AllocationProblem problem, int maximumStates = 200_000)
    {
        var stages = new List<State[]>();
        State[] frontier = [new State(0, 0, -1, -1)];
        foreach (IReadOnlyList<AllocationOption> options in problem.Tensors)
        {
            stages.Add(frontier);
            frontier = Extend(frontier, options, problem.Budget);
            if (frontier.Length == 0 || frontier.Length > maximumStates)
                return null;
        }

        State best = frontier[0];
        return new AllocationResult(Trace(stages, best), best.Bytes, best.Noise, best.Bytes);
    }

    private static State[] Extend(State[] frontier, IReadOnlyList<AllocationOption> options, double budget)
    {
        var extended = new List<State>(frontier.Length * options.Count);
        for (int parent = 0; parent < frontier.Length; parent++)
        {
            for (int option = 0; option < options.Count; option++)
            {
                double noise = frontier[parent].Noise + options[option].Noise;
                if (noise <= budget)
                    extended.Add(new State(frontier[parent].Bytes + options[option].Bytes, noise, parent, option));
            }
        }

        extended.Sort((a, b) => a.Bytes != b.Bytes ? a.Bytes.CompareTo(b.Bytes) : a.Noise.CompareTo(b.Noise));
        double least = double.PositiveInfinity;
        return [.. extended.Where(s => s.Noise < least && (least = s.Noise) == s.Noise)];
    }

    private static int[] Trace(List<State[]> stages, State state)
    {
        int[] options = new int[stages.Count];
        for (int i = stages.Count - 1; i >= 0; i--)
        {
            options[i] = state.Option;
            state = stages[i][state.Parent];
        }

        return options;
    }

    private readonly record struct State(double Bytes, double Noise, int Parent, int Option);
}
