using Fulcrum.Planning.Allocation;

namespace Fulcrum.Planning.Tests.Allocation;

public sealed class AllocatorTests
{
    private static AllocationProblem Instance(int seed)
    {
        var random = new Random(seed);
        var tensors = Enumerable.Range(0, random.Next(1, 6)).Select(_ =>
        {
            (double size, double noise) = (Math.Exp(random.NextDouble() * 8), Math.Exp((random.NextDouble() * 6) - 3));
            return (IReadOnlyList<AllocationOption>)[.. Enumerable.Range(2, random.Next(2, 6)).Select(b =>
                new AllocationOption(b, Math.Round(size * b * (0.8 + (0.4 * random.NextDouble()))), noise * Math.Pow(4, -b) * (0.5 + random.NextDouble())))];
        }).ToArray();
        return new AllocationProblem(tensors, Math.Exp((random.NextDouble() * 6) - 5));
    }

    private static double? BruteForce(AllocationProblem problem)
    {
        double? best = null;
        void Visit(int tensor, double bytes, double noise)
        {
            if (noise > problem.Budget)
                return;
            if (tensor == problem.Tensors.Count)
            {
                best = best is double known && known <= bytes ? known : bytes;
                return;
            }

            foreach (AllocationOption option in problem.Tensors[tensor])
                Visit(tensor + 1, bytes + option.Bytes, noise + option.Noise);
        }

        Visit(0, 0, 0);
        return best;
    }

    [Fact]
    public void Solve_OneThousandSmallInstances_EqualsBruteForce()
    {
        int feasible = 0;
        for (int seed = 0; seed < 1000; seed++)
        {
            AllocationProblem problem = Instance(seed);
            AllocationResult? solved = ParetoAllocator.Solve(problem);
            Assert.Equal(BruteForce(problem), solved?.Bytes);
            feasible += solved is null ? 0 : 1;
        }

        Assert.InRange(feasible, 300, 1000);
    }

    [Fact]
    public void Solve_TheChoiceItReports_HasTheBytesAndNoiseItReports()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            AllocationProblem problem = Instance(seed);
            foreach (AllocationResult result in new[] { ParetoAllocator.Solve(problem), LagrangianAllocator.Solve(problem) }.OfType<AllocationResult>())
            {
                AllocationOption[] chosen = [.. result.Options.Select((o, t) => problem.Tensors[t][o])];
                Assert.Equal(chosen.Sum(o => o.Bytes), result.Bytes, 6);
                Assert.Equal(chosen.Sum(o => o.Noise), result.Noise, 9);
                Assert.True(result.Noise <= problem.Budget + 1e-12);
            }
        }
    }

    [Fact]
    public void Lagrangian_SmallInstances_BoundsTheOptimumFromBothSides()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            AllocationProblem problem = Instance(seed);
            double? exact = BruteForce(problem);
            AllocationResult? relaxed = LagrangianAllocator.Solve(problem);
            Assert.Equal(exact is null, relaxed is null);
            if (relaxed is null)
                continue;
            Assert.True(relaxed.LowerBound <= exact + 1e-6, $"seed {seed}: bound {relaxed.LowerBound} above optimum {exact}");
            Assert.True(relaxed.Bytes >= exact - 1e-6);
        }
    }

    [Fact]
    public void Solve_FiveHundredTensors_StaysWithinHalfAPercentOfItsBound()
    {
        var random = new Random(5);
        var tensors = Enumerable.Range(0, 500).Select(_ =>
        {
            (double size, double noise) = (Math.Exp(random.NextDouble() * 8), random.NextDouble());
            return (IReadOnlyList<AllocationOption>)[.. Enumerable.Range(2, 7).Select(b => new AllocationOption(b, size * b, noise * Math.Pow(4, -b)))];
        }).ToArray();
        AllocationResult solved = Allocator.Solve(new AllocationProblem(tensors, 1))!;
        Assert.InRange(solved.Bytes / solved.LowerBound, 1, 1.005);
    }

    [Fact]
    public void Solve_LargerBudget_NeverNeedsMoreBytes()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            AllocationProblem problem = Instance(seed);
            double? tight = ParetoAllocator.Solve(problem)?.Bytes, loose = ParetoAllocator.Solve(problem with { Budget = problem.Budget * 2 })?.Bytes;
            Assert.True(tight is null || loose <= tight);
        }
    }
}
