using Fulcrum.Data;
using Fulcrum.Problems;
using Fulcrum.Training.Augmentations;

namespace Fulcrum.Training.Tests;

public sealed class AugmentationTests
{
    private static readonly float[] Planes = [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16];

    public static TheoryData<int, int, bool, float[]> Moves => new()
    {
        { 0, 0, false, [1, 2, 3, 4, 5, 6] },
        { 0, 0, true, [3, 2, 1, 6, 5, 4] },
        { 1, -1, false, [4, 4, 5, 4, 4, 5] },
        { -1, 2, false, [3, 3, 3, 3, 3, 3] },
        { 0, 1, true, [3, 3, 2, 6, 6, 5] },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void Apply_ChannelsFirst_MovesEveryPlaneAlike(int down, int right, bool mirrored, float[] plane)
    {
        float[] sample = [.. Planes];
        new CropAndFlip(2, 2, 3) { Shift = 2 }.Apply(sample, sample.Length, new Drawn(down, right, mirrored ? 1 : 0));
        Assert.Equal(plane, sample[..6]);
        Assert.Equal(plane.Select(v => v + 10), sample[6..]);
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void Apply_ChannelsLast_MovesWholePixels(int down, int right, bool mirrored, float[] plane)
    {
        float[] sample = [.. Planes[..6].SelectMany(v => new[] { v, v + 10 })];
        new CropAndFlip(2, 2, 3) { Shift = 2, ChannelsLast = true }.Apply(sample, sample.Length, new Drawn(down, right, mirrored ? 1 : 0));
        Assert.Equal(plane.SelectMany(v => new[] { v, v + 10 }), sample);
    }

    [Fact]
    public void Apply_ManyTimes_DrawsEveryMoveAndNoOther()
    {
        var random = new Random(1);
        HashSet<string> seen = [];
        for (int i = 0; i < 500; i++)
        {
            float[] sample = [.. Planes];
            new CropAndFlip(2, 2, 3) { Shift = 1 }.Apply(sample, sample.Length, random);
            seen.Add(string.Join(' ', sample[..6]));
        }

        // Three moves down, three to the right, each mirrored or not: all different but for the few that edges make alike.
        Assert.InRange(seen.Count, 14, 18);
        for (int i = 0; i < 50; i++)
        {
            float[] sample = [.. Planes];
            new CropAndFlip(2, 2, 3) { Shift = 0, Flip = false }.Apply(sample, sample.Length, random);
            Assert.Equal(Planes, sample);
        }
    }

    [Fact]
    public void Mixing_BlendsEachSampleWithTheNextOfTheStep()
    {
        float[] batch = [1, 10, 2, 20, 4, 40], before = [.. batch];
        new Mixing(null).Apply(batch, 2, new Random(3));
        for (int i = 0; i < 3; i++)
        {
            float next = before[(2 * i + 2) % 6], share = (batch[2 * i] - before[2 * i]) / (next - before[2 * i]);
            Assert.InRange(share, 0.001f, 0.999f);
            Assert.Equal(10 * batch[2 * i], batch[2 * i + 1], 1e-4f);
        }
    }

    [Fact]
    public void Train_MixedWithLabels_IsRefused()
    {
        InputException refused = Assert.Throws<InputException>(() => TrainingNets.Train(TrainingNets.Convolutional(), TrainingNets.Rows(), TrainingNets.Options with { Augmentation = new Mixing(null) }));
        Assert.Equal("augment-labels", refused.Problems[0].Code);
    }

    [Fact]
    public void Train_Augmented_DependsOnTheSeedAlone()
    {
        DatasetSplit data = TrainingNets.Rows();
        float[] Weights(int seed, bool augmented) => TrainingNets.Values(
            TrainingNets.Train(TrainingNets.Convolutional(), data, TrainingNets.Options with { Seed = seed, Augmentation = augmented ? new CropAndFlip(1, 6, 6) { Shift = 1 } : null }).Model, "conv");
        Assert.Equal(Weights(1, true), Weights(1, true));
        Assert.NotEqual(Weights(1, true), Weights(2, true));
        Assert.NotEqual(Weights(1, true), Weights(1, false));
    }

    /// <summary>Gives what it is told.</summary>
    private sealed class Drawn(params int[] numbers) : Random(0)
    {
        private int _next;

        public override int Next(int minValue, int maxValue) => numbers[_next++];

        public override int Next(int maxValue) => numbers[_next++];
    }
}
