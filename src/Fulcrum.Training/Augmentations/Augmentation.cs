namespace Fulcrum.Training.Augmentations;

/// <summary>Changes training samples at random, so that the model sees none twice as it was.</summary>
public abstract record Augmentation
{
    /// <summary>Whether a changed sample still has the class that it had. Default yes; otherwise only losses without labels can be trained.</summary>
    internal virtual bool KeepsLabels => true;

    /// <summary>Changes the samples of a step in place.</summary>
    /// <param name="batch">The values that the model would read, sample after sample.</param>
    /// <param name="sampleLength">Values of one sample.</param>
    /// <param name="random">Seeded by run and step.</param>
    internal abstract void Apply(Span<float> batch, int sampleLength, Random random);
}
