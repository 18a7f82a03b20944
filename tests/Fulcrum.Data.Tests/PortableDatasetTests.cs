using Fulcrum.Data.Descriptions;

namespace Fulcrum.Data.Tests;

/// <summary>Datasets carried to another folder.</summary>
public sealed class PortableDatasetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-portable-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Of_DescriptionWithFilesOfSeveralFolders_OpensElsewhere()
    {
        foreach (string split in (string[])["train", "test"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, split));
            File.WriteAllBytes(Path.Combine(_folder, split, "x.bin"), [.. Enumerable.Range(split.Length, 12).Select(b => (byte)b)]);
            File.WriteAllBytes(Path.Combine(_folder, split, "x.labels"), [0, 1, 1]);
        }

        string path = Path.Combine(_folder, "d.json");
        static string Split(string folder, int first, int count) => $$"""{"format": "raw", "samples": "{{folder}}/x.bin", "labels": "{{folder}}/x.labels", "first": {{first}}, "count": {{count}}}""";
        File.WriteAllText(path, $$"""{"name": "made", "classes": 2, "shape": [4], "train": {{Split("train", 0, 2)}}, "calibration": {{Split("train", 2, 1)}}, "test": {{Split("test", 0, 3)}}}""");
        Dataset whole = DatasetStore.Open(path), moved = Moved(path);
        Assert.Equal((whole.Name, whole.Train.Count, 3), (moved.Name, moved.Train.Count, moved.Test.Count));
        for (int i = 0; i < 3; i++)
            Assert.Equal(whole.Test.Stored(i).ToArray(), moved.Test.Stored(i).ToArray());
    }

    private Dataset Moved(string data)
    {
        var portable = PortableDataset.Of(data);
        string elsewhere = Directory.CreateDirectory(Path.Combine(_folder, "elsewhere")).FullName;
        foreach ((string name, Func<Stream> open) in portable.Files)
        {
            using Stream from = open(), to = File.Create(Path.Combine(elsewhere, name));
            from.CopyTo(to);
        }

        Directory.Delete(Path.Combine(_folder, "train"), recursive: true);
        return DatasetStore.Open(portable.Entry is null ? elsewhere : Path.Combine(elsewhere, portable.Entry));
    }
}
