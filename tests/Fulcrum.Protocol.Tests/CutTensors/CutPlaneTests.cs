using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Protocol.Tests.CutTensors;

public sealed class CutPlaneTests
{
    [Fact]
    public void DecodePlanes_AllOfAnySample_IsWhatDecodeGives()
    {
        for (int seed = 0; seed < 600; seed++)
        {
            (float[] sample, CutTensorGrid grid) = CutSamples.Any(seed);
            IReadOnlyList<byte[]> planes = CutTensorCodec.EncodePlanes(sample, grid);
            Assert.Equal(grid.Bits, planes.Count);
            CutSamples.Same(CutSamples.Rounded(sample, grid), Decoded(planes, grid, sample.Length));
        }
    }

    [Fact]
    public void DecodePlanes_FirstOfThem_IsZeroOrTheMiddleOfTheCodesLeft()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            (float[] sample, CutTensorGrid grid) = CutSamples.Any(seed);
            float[] whole = CutSamples.Rounded(sample, grid);
            IReadOnlyList<byte[]> planes = CutTensorCodec.EncodePlanes(sample, grid);
            for (int known = 1; known < grid.Bits; known++)
            {
                int hidden = grid.Bits - known;
                float[] decoded = Decoded([.. planes.Take(known)], grid, sample.Length);
                for (int i = 0; i < sample.Length; i++)
                {
                    int c = i / grid.Inner % grid.Channels, code = (int)Math.Round(whole[i] / grid.Scales[c]) + grid.ZeroPoints[c], first = code >> hidden << hidden;
                    float middle = grid.Scales[c] * (first + (((1 << hidden) - 1) / 2f) - grid.ZeroPoints[c]);
                    Assert.Equal(first >> hidden == grid.ZeroPoints[c] >> hidden ? 0 : middle, decoded[i], grid.Scales[c] * 1e-3f);
                }
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DecodePlanes_OneMore_IsCloser(bool relu)
    {
        float[] sample = CutSamples.Smooth(8, 16, 16, 3, relu);
        CutTensorGrid grid = CutSamples.Whole(sample, 8, 256);
        IReadOnlyList<byte[]> planes = CutTensorCodec.EncodePlanes(sample, grid);
        double[] errors = [.. Enumerable.Range(1, 8).Select(k => Decoded([.. planes.Take(k)], grid, sample.Length).Zip(sample).Sum(p => Math.Pow(p.First - p.Second, 2)))];
        Assert.All(errors.Zip(errors.Skip(1)), pair => Assert.True(pair.Second < pair.First / 2));
    }

    [Fact]
    public void EncodePlanes_SmoothPlanes_TakeAboutWhatTheWholeTakes()
    {
        float[] sample = CutSamples.Smooth(16, 24, 32, 4);
        CutTensorGrid grid = CutSamples.Whole(sample, 5, 24 * 32);
        Assert.InRange(CutTensorCodec.EncodePlanes(sample, grid).Sum(p => p.Length) / (double)CutTensorCodec.Encode(sample, grid).Length, 0.8, 1.2);
    }

    [Fact]
    public void EncodePlanes_Floats_AreOnePlane()
    {
        float[] sample = [1.5f, -0f];
        CutSamples.Same(sample, Decoded([Assert.Single(CutTensorCodec.EncodePlanes(sample, CutTensorGrid.Float))], CutTensorGrid.Float, 2));
    }

    private static float[] Decoded(IReadOnlyList<byte[]> planes, CutTensorGrid grid, int length)
    {
        float[] values = new float[length];
        CutTensorCodec.DecodePlanes(planes, grid, values);
        return values;
    }
}
