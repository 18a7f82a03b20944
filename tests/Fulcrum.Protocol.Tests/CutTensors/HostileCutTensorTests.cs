using System.Buffers.Binary;
using Fulcrum.Problems;
using Fulcrum.Protocol.CutTensors;

namespace Fulcrum.Protocol.Tests.CutTensors;

public sealed class HostileCutTensorTests
{
    private static readonly string[] Codes = ["tensor-length", "tensor-coding", "tensor-code"];

    [Fact]
    public void Decode_EveryOtherLength_IsRefused()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            (float[] sample, CutTensorGrid grid) = CutSamples.Any(seed);
            byte[] coded = CutTensorCodec.Encode(sample, grid);
            for (int length = 0; length < coded.Length; length++)
                Refused(() => CutTensorCodec.Decode(coded.AsSpan(0, length), grid, new float[sample.Length]));
            Refused(() => CutTensorCodec.Decode([.. coded, 0], grid, new float[sample.Length]));
            Refused(() => CutTensorCodec.Decode([.. coded, .. coded], grid, new float[sample.Length]));
        }
    }

    [Fact]
    public void Decode_ForeignBytes_GiveValuesOfTheGridOrARefusal()
    {
        var random = new Random(11);
        int read = 0;
        var refused = new Dictionary<string, int>();
        for (int round = 0; round < 4000; round++)
        {
            (float[] sample, CutTensorGrid grid) = CutSamples.Any(round);
            byte[] coded = CutTensorCodec.Encode(sample, grid);
            for (int changes = random.Next(1, 6); changes > 0; changes--)
                coded[random.Next(coded.Length)] = (byte)random.Next(256);
            try
            {
                float[] values = CutSamples.Decoded(coded, grid, sample.Length);
                CutSamples.Same(CutSamples.Rounded(values, grid), values);
                read++;
            }
            catch (InputException failure)
            {
                string code = Assert.Single(failure.Problems).Code;
                refused[code] = refused.GetValueOrDefault(code) + 1;
            }
        }

        Assert.True(read > 500);
        Assert.Equal(Codes.Order(), refused.Keys.Order());
        Assert.All(refused.Values, count => Assert.InRange(count, 20, 4000));
    }

    [Fact]
    public void Decode_RandomBytes_NeverFailOtherwise()
    {
        var random = new Random(12);
        for (int round = 0; round < 4000; round++)
        {
            (float[] sample, CutTensorGrid grid) = CutSamples.Any(round);
            byte[] bytes = new byte[random.Next(0, 60)];
            random.NextBytes(bytes);
            if (bytes.Length > 7 && round % 2 == 0)
            {
                bytes[0] = 1;
                BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(1), (short)random.Next(0, 6));
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(3), bytes.Length - 7);
            }

            Tried(() => CutTensorCodec.Decode(bytes, grid, new float[sample.Length]));
            Tried(() => CutTensorCodec.DecodePlanes([bytes, bytes], grid, new float[sample.Length]));
        }
    }

    [Theory]
    [InlineData(new byte[] { 2, 0 })] // a form nobody knows
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0 })] // rows of nothing
    [InlineData(new byte[] { 1, 255, 255, 0, 0, 0, 0 })] // rows wider than the plane
    [InlineData(new byte[] { 1, 1, 0, 255, 255, 255, 255 })] // a stream of 4 GiB
    [InlineData(new byte[] { 1, 1, 0, 0 })]
    [InlineData(new byte[] { })]
    public void Decode_BadFrame_IsRefused(byte[] coded) => Refused(() => CutTensorCodec.Decode(coded, new CutTensorGrid(4, 1, 1, [1], [0]), new float[100]));

    [Fact]
    public void Decode_ManyValuesOfNoBytes_TakesTimeOfTheSampleOnly()
    {
        float[] values = new float[1 << 20];
        CutTensorCodec.Decode([1, 1, 0, 0, 0, 0, 0], new CutTensorGrid(8, 1, 1, [1], [0]), values);
        Assert.All(values.Chunk(4096), part => Assert.Equal(0, part[0]));
    }

    [Theory]
    [InlineData(4, new byte[] { 1, 0, 0, 0, 0 })]
    [InlineData(5, new byte[] { 0, 0, 0, 0 })]
    [InlineData(0, new byte[] { })]
    public void Decode_FloatsOfAnotherLengthOrForm_AreRefused(int count, byte[] coded) => Refused(() => CutTensorCodec.Decode(coded, CutTensorGrid.Float, new float[count / 4 + (count == 5 ? 1 : 0)]));

    [Fact]
    public void DecodePlanes_WrongNumberOfPlanes_IsRefused()
    {
        CutTensorGrid grid = new(2, 1, 1, [1], [0]);
        IReadOnlyList<byte[]> planes = CutTensorCodec.EncodePlanes([1, 2, 3], grid);
        Refused(() => CutTensorCodec.DecodePlanes([], grid, new float[3]));
        Refused(() => CutTensorCodec.DecodePlanes([.. planes, planes[0]], grid, new float[3]));
        Refused(() => CutTensorCodec.DecodePlanes([planes[0], planes[1][..^1]], grid, new float[3]));
    }

    public static TheoryData<CutTensorGrid> BadGrids =>
    [
        new CutTensorGrid(1, 1, 1, [1], [0]),
        new CutTensorGrid(9, 1, 1, [1], [0]),
        new CutTensorGrid(4, 0, 1, [], []),
        new CutTensorGrid(4, int.MaxValue, int.MaxValue, [1], [0]),
        new CutTensorGrid(4, 2, 1, [1], [0, 0]),
        new CutTensorGrid(4, 2, 1, [1, 1], [0]),
        new CutTensorGrid(4, 2, 1, null!, null!),
        new CutTensorGrid(4, 1, 0, [1], [0]),
        new CutTensorGrid(4, 1, 1, [0], [0]),
        new CutTensorGrid(4, 1, 1, [-1], [0]),
        new CutTensorGrid(4, 1, 1, [float.NaN], [0]),
        new CutTensorGrid(4, 1, 1, [float.MaxValue], [0]),
        new CutTensorGrid(4, 1, 1, [1], [16]),
        new CutTensorGrid(4, 1, 1, [1], [-1]),
        new CutTensorGrid(4, 3, 1, [1, 1, 1], [0, 0, 0]), // 10 values have no three channels
    ];

    [Theory]
    [MemberData(nameof(BadGrids))]
    public void Any_GridThatIsNone_IsRefused(CutTensorGrid grid)
    {
        foreach (Action use in new Action[]
        {
            () => CutTensorCodec.Encode(new float[10], grid), () => CutTensorCodec.Decode(new byte[10], grid, new float[10]),
            () => CutTensorCodec.RoundTrip(new float[10], grid), () => CutTensorCodec.EncodePlanes(new float[10], grid),
        })
            Assert.All(Assert.Throws<InputException>(use).Problems, p => Assert.Equal("tensor-grid", p.Code));
    }

    private static void Refused(Action decode) => Assert.Contains(Assert.Single(Assert.Throws<InputException>(decode).Problems).Code, Codes);

    private static void Tried(Action decode)
    {
        try
        {
            decode();
        }
        catch (InputException failure)
        {
            Assert.Contains(Assert.Single(failure.Problems).Code, Codes);
        }
    }
}
