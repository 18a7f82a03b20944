using Fulcrum.Planning.Allocation;

namespace Fulcrum.Planning.Variants;

/// <summary>Makes patterns from the widths that are on offer for each weight.</summary>
public static class WeightPatterns
{
    /// <summary>
    /// One pattern for each level: the least bytes over all weights whose losses sum to at most the level, QPART (28) over real bytes. A level that nothing keeps gives none.
    /// </summary>
    /// <param name="offered">The choices of each weight.</param>
    /// <param name="levels">Tolerated losses of the weights in points.</param>
    public static IReadOnlyList<WeightPattern> Of(IReadOnlyDictionary<string, IReadOnlyList<WeightChoice>> offered, IReadOnlyList<double> levels)
    {
        string[] names = [.. offered.Keys.Order(StringComparer.Ordinal)];
        List<WeightPattern> patterns = [];
        foreach (double level in levels)
        {
            var problem = new AllocationProblem([.. names.Select(n => offered[n].Select(c => new AllocationOption(c.Bits, c.Bytes, c.DropPoints)).ToArray())], level);
            if (Allocator.Solve(problem) is not { } result)
                continue;
            string name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{level:0.###} points");
            patterns.Add(new WeightPattern(name, names.Select((n, i) => (n, Choice: offered[n][result.Options[i]])).ToDictionary(p => p.n, p => p.Choice)));
        }

        return patterns;
    }
}
