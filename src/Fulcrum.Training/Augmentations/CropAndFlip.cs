namespace Fulcrum.Training.Augmentations;

/// <summary>
/// Images, planes of channels first [channels, height, width] or last: moved by up to some pixels each way, edges repeated, and mirrored left to right
/// half the time: what CIFAR-10 networks are trained with since He et al. (2016).
/// </summary>
/// <param name="Channels">Colours.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public sealed record CropAndFlip(int Channels, int Height, int Width) : Augmentation
{
    /// <summary>The farthest move in pixels. Default 4.</summary>
    public int Shift { get; init; } = 4;

    /// <summary>Whether to mirror; not for digits and letters. Default yes.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>Whether the channels of a pixel lie side by side. Default no: plane after plane.</summary>
    public bool ChannelsLast { get; init; }

    internal override void Apply(Span<float> batch, int sampleLength, Random random)
    {
        for (int at = 0; at < batch.Length; at += sampleLength)
            Apply(batch.Slice(at, sampleLength), random);
    }

    private void Apply(Span<float> sample, Random random)
    {
        int down = random.Next(-Shift, Shift + 1), right = random.Next(-Shift, Shift + 1);
        bool mirrored = Flip && random.Next(2) == 1;
        if (down == 0 && right == 0 && !mirrored)
            return;
        float[] old = sample.ToArray();
        (int channelStep, int pixelStep) = ChannelsLast ? (1, Channels) : (Height * Width, 1);
        for (int y = 0; y < Height; y++)
        {
            int row = Math.Clamp(y + down, 0, Height - 1) * Width;
            for (int x = 0; x < Width; x++)
            {
                int column = Math.Clamp((mirrored ? Width - 1 - x : x) + right, 0, Width - 1);
                int from = (row + column) * pixelStep, to = ((y * Width) + x) * pixelStep;
                for (int c = 0; c < Channels; c++)
                    sample[to + (c * channelStep)] = old[from + (c * channelStep)];
            }
        }
    }
}
