namespace Fulcrum.Training.Augmentations;

/// <summary>
/// Blends each sample with the next of its step, in a share drawn evenly from 0 to 1. What comes out has no class, but a teacher answers it as any other: with few
/// samples a student learns the teacher's function between them too (Beyer et al., "A good teacher is patient and consistent", 2022).
/// </summary>
/// <param name="First">What is done to the samples before; null for nothing.</param>
public sealed record Mixing(Augmentation? First) : Augmentation
{
    internal override bool KeepsLabels => false;

    internal override void Apply(Span<float> batch, int sampleLength, Random random)
    {
        First?.Apply(batch, sampleLength, random);
        float[] old = batch.ToArray();
        for (int at = 0; at < batch.Length; at += sampleLength)
        {
            ReadOnlySpan<float> next = old.AsSpan((at + sampleLength) % batch.Length, sampleLength);
            Span<float> sample = batch.Slice(at, sampleLength);
            float share = random.NextSingle();
            for (int i = 0; i < sampleLength; i++)
                sample[i] += share * (next[i] - sample[i]);
        }
    }
}
