using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Cuts.Splitting;

/// <summary>Seeded inputs for a model about which nothing but the declared types is known.</summary>
public static class RandomInputs
{
    /// <summary>The size of a symbolic dimension for which none is given.</summary>
    public const long DefaultSize = 2;

    /// <summary>One tensor per input: reals from a normal distribution, zeros and ones, random flags.</summary>
    /// <param name="model">The model; inputs that have an initializer keep it.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="dims">Sizes of symbolic dimensions.</param>
    /// <param name="defaultSize">The size of open dimensions for which none is given.</param>
    /// <exception cref="InputException"><c>input-unknown</c> when an input is no tensor of known rank.</exception>
    public static IReadOnlyList<Tensor> For(Model model, int seed, IReadOnlyDictionary<string, long>? dims = null, long defaultSize = DefaultSize)
    {
        var random = new Random(seed);
        HashSet<string> constants = [.. model.Graph.Initializers.Select(t => t.Name), .. model.Graph.SparseInitializers.Select(t => t.Name)];
        return [.. model.Graph.Inputs.Where(i => !constants.Contains(i.Name)).Select(i => Create(i, random, dims, defaultSize))];
    }

    private static Tensor Create(ValueInfo input, Random random, IReadOnlyDictionary<string, long>? dims, long defaultSize)
    {
        if (input.Tensor is not { Shape: { } declared } type)
            throw new InputException("input-unknown", input.Name, "The input is no tensor of known rank, so nothing can be put in.", "Declare its shape.");
        long[] shape = [.. declared.Select(d => d.Size ?? (d.Symbol is not null && dims?.TryGetValue(d.Symbol, out long size) == true ? size : defaultSize))];
        int count = checked((int)shape.Aggregate(1L, (n, d) => checked(n * d)));
        return type.Element switch
        {
            ElementType.Float => Tensor.From<float>(input.Name, shape, Fill(count, () => (float)Normal(random))),
            ElementType.Double => Tensor.From<double>(input.Name, shape, Fill(count, () => Normal(random))),
            ElementType.Float16 => Tensor.From<Half>(input.Name, shape, Fill(count, () => (Half)Normal(random))),
            ElementType.Int64 => Tensor.From<long>(input.Name, shape, Fill(count, () => (long)random.Next(0, 2))),
            ElementType.Int32 => Tensor.From<int>(input.Name, shape, Fill(count, () => random.Next(0, 2))),
            ElementType.Bool => Tensor.From<bool>(input.Name, shape, Fill(count, () => random.Next(2) == 1)),
            ElementType.UInt8 or ElementType.Int8 => Tensor.From<byte>(input.Name, shape, Fill(count, () => (byte)random.Next(256))) with { Element = type.Element },
            _ => throw new InputException("input-unknown", input.Name, $"Nothing can be made up for an input of {type.Element}.", "Give inputs of your own."),
        };
    }

    private static T[] Fill<T>(int count, Func<T> next)
    {
        T[] values = new T[count];
        foreach (ref T value in values.AsSpan())
            value = next();
        return values;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
