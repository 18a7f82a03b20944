using Fulcrum.Graphs;

namespace Fulcrum.Operators.Qat;

/// <summary>The steps of one grid while they are learned: size of the initializer times factor, never negative however far a training step goes.</summary>
/// <param name="Name">The initializer, one float or one per channel.</param>
/// <param name="Factor">A power of two, so that multiplying and dividing change no value.</param>
internal readonly record struct LearnedScale(string Name, float Factor)
{
    /// <summary>What was learned.</summary>
    /// <param name="learned">The trained initializers.</param>
    public float[] Read(IReadOnlyDictionary<string, Tensor> learned)
    {
        float factor = Factor;
        return [.. learned[Name].Values<float>().ToArray().Select(v => Math.Abs(v) * factor)];
    }

    /// <summary>The power of two nearest to a positive number.</summary>
    public static float PowerNear(double value) => (float)Math.Pow(2, Math.Round(Math.Log2(Math.Max(value, 1e-30))));
}
