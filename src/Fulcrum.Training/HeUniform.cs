namespace Fulcrum.Training;

/// <summary>First values of weights in front of a Relu: uniform, of variance 2 / inputs (He et al. 2015).</summary>
public static class HeUniform
{
    /// <summary>Draws them.</summary>
    /// <param name="random">Seeded.</param>
    /// <param name="inputs">How many values each output is a sum over.</param>
    /// <param name="shape">The weight's shape.</param>
    public static float[] Draw(Random random, long inputs, params IReadOnlyList<long> shape)
    {
        float bound = (float)Math.Sqrt(6.0 / inputs);
        float[] values = new float[shape.Aggregate(1L, (n, d) => n * d)];
        foreach (ref float value in values.AsSpan())
            value = bound * ((2 * random.NextSingle()) - 1);
        return values;
    }
}
