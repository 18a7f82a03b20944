namespace Fulcrum.Training.Augmentations;

/// <summary>Changes training samples at random, so that the model sees none twice as it was.</summary>
public abstract record Augmentation
{
    /// <summary>Changes one sample in place.</summary>
    /// <param name="sample">The values that the model would read.</param>
    /// <param name="random">Seeded by run and step.</param>
    internal abstract void Apply(Span<float> sample, Random random);
}
