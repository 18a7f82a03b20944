using Fulcrum.Data.Descriptions;

namespace Fulcrum.Data.Tests;

public sealed class DatasetExcerptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-excerpt-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(SampleType.UInt8, 1)]
    [InlineData(SampleType.Int8, 1)]
    [InlineData(SampleType.Float32, 1)]
    [InlineData(SampleType.Int64, 1)]
    [InlineData(SampleType.UInt8, 4)]
    public void Write_FirstSamples_AreWhatTheyWere(SampleType type, int labelsPerSample)
    {
        Dataset data = Make(type, labelsPerSample, 9);
        Dataset read = DatasetStore.Open(DatasetExcerpt.Write(_folder, data, 5)!);
        Assert.Equal((data.Name, data.ClassCount, 5, 1, 1), (read.Name, read.ClassCount, read.Test.Count, read.Train.Count, read.Calibration.Count));
        Assert.Equal(data.SampleShape, read.SampleShape);
        Assert.Equal(data.Test.LabelsOf(0, 5), read.Test.LabelsOf(0, 5));
        Assert.Equal((data.Test.Format.Type, data.Test.Format.Scale), (read.Test.Format.Type, read.Test.Format.Scale));
        Assert.Equal(data.Test.Format.Mean, read.Test.Format.Mean);
        for (int i = 0; i < 5; i++)
            Assert.Equal(data.Test.Stored(i).ToArray(), read.Test.Stored(i).ToArray());
    }

    [Fact]
    public void Write_LabelsBeyondAByte_IsNotPossible() => Assert.Null(DatasetExcerpt.Write(_folder, Make(SampleType.UInt8, 1, 300), 5));

    private static Dataset Make(SampleType type, int labelsPerSample, int label)
    {
        var format = new SampleFormat { Type = type, Scale = 0.125, Mean = [0.1f, 0.2f, 0.3f], Std = [1, 2, 3] };
        var random = new Random(3);
        DatasetSplit Split(string name, int count)
        {
            byte[] bytes = new byte[count * 12 * format.Width];
            for (int i = 0; i < bytes.Length; i += format.Width)
                BitConverter.GetBytes(type == SampleType.Float32 ? BitConverter.SingleToInt32Bits(random.NextSingle()) : random.Next(256)).AsSpan(0, Math.Min(4, format.Width)).CopyTo(bytes.AsSpan(i));
            return new DatasetSplit(name, 12, bytes, Enumerable.Repeat(label, count * labelsPerSample).ToArray().AsMemory(), format, labelsPerSample);
        }

        return new Dataset("made", [3, 2, 2], label + 1, Split("train", 3), Split("calibration", 2), Split("test", 8));
    }
}
