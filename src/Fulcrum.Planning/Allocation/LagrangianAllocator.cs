namespace Fulcrum.Planning.Allocation;

/// <summary>
/// For chains too long for the exact frontier: the Lagrangian relaxation (least bytes + lambda noise, tensor by tensor), lambda by
/// bisection, then greedy use of what is left of the budget. The dual value bounds how far from the optimum the result can be.
/// </summary>
public static class LagrangianAllocator
{
    private const int Steps = 100;

    /// <summary>Solves a problem.</summary>
    /// <returns>A choice within the budget with its lower bound, or null when there is none.</returns>
    public static AllocationResult? Solve(AllocationProblem problem)
    {
        int[] quietest = Choose(problem, double.PositiveInfinity);
        if (Noise(problem, quietest) > problem.Budget)
            return null;
        (double low, double high) = (0, 1);
        int[] inside = quietest, free = Choose(problem, 0);
        if (Noise(problem, free) <= problem.Budget)
            return Result(problem, free, Bytes(problem, free));
        while (Noise(problem, Choose(problem, high)) > problem.Budget && high < 1e300)
            (low, high) = (high, high * 4);
        double bound = 0;
        for (int i = 0; i < Steps; i++)
        {
            double lambda = low + ((high - low) / 2);
            int[] choice = Choose(problem, lambda);
            bound = Math.Max(bound, Bytes(problem, choice) + (lambda * (Noise(problem, choice) - problem.Budget)));
            if (Noise(problem, choice) <= problem.Budget)
                (high, inside) = (lambda, choice);
            else
                low = lambda;
        }

        if (Bytes(problem, quietest) < Bytes(problem, inside))
            inside = quietest;
        return Result(problem, Improve(problem, inside), bound);
    }

    private static int[] Choose(AllocationProblem problem, double lambda) => [.. problem.Tensors.Select(options => Best(options, lambda))];

    private static int Best(IReadOnlyList<AllocationOption> options, double lambda)
    {
        int best = 0;
        for (int i = 1; i < options.Count; i++)
        {
            (AllocationOption a, AllocationOption b) = (options[i], options[best]);
            bool better = double.IsInfinity(lambda)
                ? a.Noise < b.Noise || (a.Noise == b.Noise && a.Bytes < b.Bytes)
                : a.Bytes + (lambda * a.Noise) < b.Bytes + (lambda * b.Noise);
            if (better)
                best = i;
        }

        return best;
    }

    /// <summary>Takes, again and again, the single change that saves most bytes and still fits.</summary>
    private static int[] Improve(AllocationProblem problem, int[] choice)
    {
        choice = [.. choice];
        while (BestMove(problem, choice) is (int tensor, int option))
            choice[tensor] = option;
        return choice;
    }

    private static (int Tensor, int Option)? BestMove(AllocationProblem problem, int[] choice)
    {
        double spare = problem.Budget - Noise(problem, choice), best = 0;
        (int, int)? move = null;
        for (int t = 0; t < choice.Length; t++)
        {
            AllocationOption now = problem.Tensors[t][choice[t]];
            for (int o = 0; o < problem.Tensors[t].Count; o++)
            {
                AllocationOption then = problem.Tensors[t][o];
                if (now.Bytes - then.Bytes > best && then.Noise - now.Noise <= spare)
                    (best, move) = (now.Bytes - then.Bytes, (t, o));
            }
        }

        return move;
    }

    private static AllocationResult Result(AllocationProblem problem, int[] choice, double bound) =>
        new(choice, Bytes(problem, choice), Noise(problem, choice), Math.Min(bound, Bytes(problem, choice)));

    private static double Bytes(AllocationProblem problem, int[] choice) => choice.Select((o, t) => problem.Tensors[t][o].Bytes).Sum();

    private static double Noise(AllocationProblem problem, int[] choice) => choice.Select((o, t) => problem.Tensors[t][o].Noise).Sum();
}
