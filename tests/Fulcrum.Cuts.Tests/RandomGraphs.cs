using Fulcrum.Graphs;

namespace Fulcrum.Cuts.Tests;

/// <summary>Seeded random graphs of elementwise ops on vectors of eight, with one to three inputs.</summary>
internal static class RandomGraphs
{
    private static readonly string[] Unary = ["Relu", "Neg", "Sigmoid", "Tanh"];
    private static readonly string[] Binary = ["Add", "Mul", "Sub"];

    public static Model Create(int seed, int mostNodes)
    {
        var random = new Random(seed);
        var builder = new GraphBuilder($"random{seed}");
        List<string> values = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => builder.Input($"x{i}", ElementType.Float, 8))];
        int nodes = random.Next(1, mostNodes + 1);
        for (int i = 0; i < nodes; i++)
        {
            string[] inputs = random.Next(2) == 0 ? [Pick()] : [Pick(), Pick()];
            values.Add(builder.Emit(inputs.Length == 1 ? Unary[random.Next(4)] : Binary[random.Next(3)], inputs, $"v{i}"));
        }

        foreach (string output in values.Skip(values.Count - nodes).Where(v => v == values[^1] || random.Next(6) == 0).Distinct())
            builder.Output(output, ElementType.Float, 8);
        return new Model { Graph = builder.ToGraph() };

        string Pick() => values[Math.Max(0, values.Count - 1 - (int)(random.NextDouble() * random.NextDouble() * values.Count))];
    }
}
