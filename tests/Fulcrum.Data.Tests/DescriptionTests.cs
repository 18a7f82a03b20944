using Fulcrum.Problems;

namespace Fulcrum.Data.Tests;

public sealed class DescriptionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-description-").FullName;

    [Fact]
    public void Open_CifarRecords_TakesLabelAndSampleApart()
    {
        Write("a.bin", [.. Enumerable.Range(0, 10).SelectMany(i => new byte[] { (byte)(i % 3), (byte)i, (byte)(100 + i) })]);
        Dataset data = Open("""{ "format": "cifar", "samples": "a.bin", "first": 0, "count": 4 }""", """{ "format": "cifar", "samples": "a.bin", "first": 4, "count": 3 }""", """{ "format": "cifar", "samples": "a.bin", "first": 7 }""");
        Assert.Equal((4, 3, 3), (data.Train.Count, data.Calibration.Count, data.Test.Count));
        Assert.Equal([7, 107], data.Test.Stored(0).ToArray());
        Assert.Equal([1, 2, 0], data.Calibration.Labels.ToArray());
    }

    [Fact]
    public void Open_MeanAndStdPerChannel_AreApplied()
    {
        Write("a.bin", [0, 10, 20, 1, 30, 40, 2, 50, 60]);
        string values = """ "values": { "scale": 1, "mean": [10, 20], "std": [2, 4] }, """;
        Dataset data = Open("""{ "format": "cifar", "samples": "a.bin", "count": 1 }""", """{ "format": "cifar", "samples": "a.bin", "first": 1, "count": 1 }""", """{ "format": "cifar", "samples": "a.bin", "first": 2 }""", values);
        float[] sample = new float[2];
        data.Calibration.CopySamples(0, sample);
        Assert.Equal([10, 5], sample);
    }

    [Theory]
    [InlineData("dataset-description", """{ "format": "zip", "samples": "a.bin" }""")]
    [InlineData("dataset-description", """{ "format": "cifar", "samples": "a.bin", "frist": 1 }""")]
    [InlineData("dataset-description", """{ "format": "cifar", "samples": "a.bin", "first": 99 }""")]
    [InlineData("dataset-description", """{ "format": "raw", "samples": "a.bin" }""")]
    [InlineData("dataset-description", """{ "format": "cifar", "samples": "$FULCRUM_NO_SUCH_VARIABLE/a.bin" }""")]
    [InlineData("dataset-not-readable", """{ "format": "cifar", "samples": "none.bin" }""")]
    [InlineData("dataset-count", """{ "format": "raw", "samples": "a.bin", "labels": "a.bin" }""")]
    [InlineData("dataset-overlap", """{ "format": "cifar", "samples": "a.bin", "first": 7 }""")]
    public void Open_WrongSplit_IsRefusedWithItsPlace(string code, string train)
    {
        Write("a.bin", [.. Enumerable.Range(0, 10).SelectMany(i => new byte[] { 0, (byte)i, 9 })]);
        Problem problem = Assert.Throws<InputException>(() => Open(train, """{ "format": "cifar", "samples": "a.bin", "first": 4, "count": 3 }""", """{ "format": "cifar", "samples": "a.bin", "first": 7 }""")).Problems[0];
        Assert.Equal(code, problem.Code);
        Assert.NotEmpty(problem.Place);
    }

    [Fact]
    public void Open_LabelBeyondTheClasses_IsRefused()
    {
        Write("a.bin", [0, 1, 1, 1, 2, 2, 7, 3, 3]);
        Assert.Equal("dataset-label", Assert.Throws<InputException>(() => Open("""{ "format": "cifar", "samples": "a.bin", "count": 1 }""", """{ "format": "cifar", "samples": "a.bin", "first": 1, "count": 1 }""", """{ "format": "cifar", "samples": "a.bin", "first": 2 }""")).Problems[0].Code);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Open_FloatThatIsNoNumber_NamesTheSample(float wrong)
    {
        Write("a.bin", [.. new[] { 1, 2, 3, 4, 5, wrong, 7, 8 }.SelectMany(BitConverter.GetBytes)]);
        Write("l.bin", [0, 0, 1, 1]);
        string Split(int first, int count) => $$"""{ "format": "raw", "samples": "a.bin", "labels": "l.bin", "first": {{first}}, "count": {{count}} }""";
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => Open(Split(0, 1), Split(1, 2), Split(3, 1), """ "values": { "type": "float32" }, """)).Problems);
        Assert.Equal("dataset-not-finite", problem.Code);
        Assert.EndsWith("$.calibration, sample 2, value 1", problem.Place);
    }

    [Fact]
    public void Open_LabelMaps_KeepTheirPixelsTogether()
    {
        Write("a.bin", [1, 2, 3, 4, 5, 6]);
        Write("l.bin", [0, 1, 2, 255, 1, 1]);
        string Split(int first) => $$"""{ "format": "raw", "samples": "a.bin", "labels": "l.bin", "first": {{first}}, "count": 1 }""";
        Dataset data = Open(Split(0), Split(1), Split(2), """ "labels_per_sample": 2, """);
        Assert.Equal((1, 2), (data.Calibration.Count, data.Calibration.LabelsPerSample));
        Assert.Equal([2, 255], data.Calibration.LabelsOf(0, 1).ToArray());
        var all = new DatasetSplit("test", 1, new byte[] { 7, 8, 9 }, new int[] { 0, 1, 2, 255, 1, 0 }, null, 2);
        Assert.Equal([1, 0], all.Slice("last", 2, 1).LabelsOf(0, 1).ToArray());
        Assert.Equal("data-labels", Assert.Throws<InputException>(() => data.Test.Labels.Length).Problems[0].Code);
    }

    [Theory]
    [InlineData("dataset-label", 2, new byte[] { 0, 1, 3, 0, 0, 0 })]
    [InlineData("dataset-count", 2, new byte[] { 0, 1, 1, 0, 0 })]
    [InlineData("dataset-count", 1, new byte[] { 0, 1, 1, 0 })]
    [InlineData("dataset-label", 1, new byte[] { 0, 255, 1 })]
    [InlineData("dataset-description", 0, new byte[] { 0, 1, 1 })]
    public void Open_LabelMapsThatDoNotFit_AreRefused(string code, int labelsPerSample, byte[] labels)
    {
        Write("a.bin", [1, 2, 3, 4, 5, 6]);
        Write("l.bin", labels);
        string Split(int first) => $$"""{ "format": "raw", "samples": "a.bin", "labels": "l.bin", "first": {{first}}, "count": 1 }""";
        Assert.Equal(code, Assert.Throws<InputException>(() => Open(Split(0), Split(1), Split(2), $""" "labels_per_sample": {labelsPerSample}, """)).Problems[0].Code);
    }

    [Fact]
    public void Sha256_OfASplit_DependsOnSamplesLabelsAndFormat()
    {
        var split = new DatasetSplit("test", 2, new byte[] { 1, 2, 3, 4 }, new byte[] { 0, 1 });
        Assert.Equal(split.Sha256(), new DatasetSplit("train", 2, new byte[] { 1, 2, 3, 4 }, new byte[] { 0, 1 }).Sha256());
        Assert.Equal(4, new[]
        {
            split, new DatasetSplit("test", 2, new byte[] { 1, 2, 3, 5 }, new byte[] { 0, 1 }), new DatasetSplit("test", 2, new byte[] { 1, 2, 3, 4 }, new byte[] { 0, 0 }),
            new DatasetSplit("test", 2, new byte[] { 1, 2, 3, 4 }, new byte[] { 0, 1 }, new SampleFormat { Mean = [0.5f] }),
        }.Select(s => s.Sha256()).Distinct().Count());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, name), bytes);

    private Dataset Open(string train, string calibration, string test, string values = "")
    {
        string path = Path.Combine(_folder, "data.json");
        File.WriteAllText(path, $$"""{ "name": "made", "classes": 3, "shape": [2], {{values}} "train": {{train}}, "calibration": {{calibration}}, "test": {{test}} }""");
        return DatasetStore.Open(path);
    }
}
