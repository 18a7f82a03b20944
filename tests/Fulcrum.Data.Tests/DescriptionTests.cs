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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder, name), bytes);

    private Dataset Open(string train, string calibration, string test, string values = "")
    {
        string path = Path.Combine(_folder, "data.json");
        File.WriteAllText(path, $$"""{ "name": "made", "classes": 3, "shape": [2], {{values}} "train": {{train}}, "calibration": {{calibration}}, "test": {{test}} }""");
        return DatasetStore.Open(path);
    }
}
