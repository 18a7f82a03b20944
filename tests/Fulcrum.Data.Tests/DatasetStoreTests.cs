using System.Buffers.Binary;
using System.IO.Compression;
using Fulcrum.Problems;

namespace Fulcrum.Data.Tests;

public sealed class DatasetStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Idx(byte[] data, params int[] shape)
    {
        byte[] file = new byte[4 + (4 * shape.Length) + data.Length];
        (file[2], file[3]) = (8, (byte)shape.Length);
        for (int i = 0; i < shape.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * i)), shape[i]);
        data.CopyTo(file, 4 + (4 * shape.Length));
        return file;
    }

    private string Write(int train = 50, int test = 10, Func<byte[], byte[]>? spoilImages = null, Func<byte[], byte[]>? spoilLabels = null)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "tiny")).FullName;
        byte[] Pixels(int count) => [.. Enumerable.Range(0, count * 4).Select(i => (byte)(i / 4))];
        File.WriteAllBytes(Path.Combine(folder, "train-images-idx3-ubyte"), (spoilImages ?? (b => b))(Idx(Pixels(train), train, 2, 2)));
        File.WriteAllBytes(Path.Combine(folder, "train-labels-idx1-ubyte"), (spoilLabels ?? (b => b))(Idx([.. Enumerable.Range(0, train).Select(i => (byte)(i % 3))], train)));
        File.WriteAllBytes(Path.Combine(folder, "t10k-images-idx3-ubyte"), Idx(Pixels(test), test, 2, 2));
        File.WriteAllBytes(Path.Combine(folder, "t10k-labels-idx1-ubyte"), Idx(new byte[test], test));
        return folder;
    }

    [Fact]
    public void Open_Folder_SplitsWithoutOverlapAndWithoutLoss()
    {
        Dataset data = DatasetStore.Open(Write());
        Assert.Equal((40, 10, 10, 3, "tiny"), (data.Train.Count, data.Calibration.Count, data.Test.Count, data.ClassCount, data.Name));
        byte[] seen = [.. Enumerable.Range(0, 40).Select(i => data.Train.Stored(i)[0]), .. Enumerable.Range(0, 10).Select(i => data.Calibration.Stored(i)[0])];
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (byte)i), seen);
        float[] copied = new float[8];
        data.Train.CopySamples([3, 1], copied);
        Assert.Equal([3 / 255f, 3 / 255f, 3 / 255f, 3 / 255f, 1 / 255f, 1 / 255f, 1 / 255f, 1 / 255f], copied);
    }

    [Fact]
    public void Open_GzippedFiles_AreReadToo()
    {
        string folder = Write();
        foreach (string file in Directory.GetFiles(folder))
        {
            using (var zip = new GZipStream(File.Create(file + ".gz"), CompressionLevel.Fastest))
                zip.Write(File.ReadAllBytes(file));
            File.Delete(file);
        }

        Assert.Equal(40, DatasetStore.Open(folder).Train.Count);
    }

    public static TheoryData<string, Func<byte[], byte[]>> Spoilers => new()
    {
        { "idx-magic", b => [1, .. b[1..]] },
        { "idx-magic", _ => [] },
        { "idx-magic", b => [b[0], b[1], 9, .. b[3..]] },
        { "idx-truncated", b => b[..10] },
        { "idx-truncated", b => b[..^1] },
        { "idx-trailing", b => [.. b, 0] },
        { "idx-too-large", b => [.. b[..4], 0x7F, 0xFF, 0xFF, 0xFF, .. b[8..]] },
        { "idx-shape", b => [.. b[..4], 0xFF, 0xFF, 0xFF, 0xFF, .. b[8..]] },
        { "idx-shape", b => [.. b[..4], 0, 0, 0, 0, .. b[8..]] },
    };

    [Theory]
    [MemberData(nameof(Spoilers))]
    public void Open_BadImageFile_NamesTheWay(string code, Func<byte[], byte[]> spoil) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<InputException>(() => DatasetStore.Open(Write(spoilImages: spoil))).Problems).Code);

    [Fact]
    public void Open_TestLabelBeyondTheClasses_IsRefusedByFile()
    {
        string folder = Write();
        string labels = Path.Combine(folder, "t10k-labels-idx1-ubyte");
        File.WriteAllBytes(labels, Idx([0, 1, 2, 0, 1, 2, 0, 1, 2, 3], 10));
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => DatasetStore.Open(folder)).Problems);
        Assert.Equal(("dataset-label", labels), (problem.Code, problem.Place));
    }

    [Fact]
    public void Open_KnownDatasetWithALabelOfTen_IsRefused()
    {
        string folder = Write(spoilLabels: _ => Idx([.. Enumerable.Range(0, 50).Select(i => (byte)(i == 7 ? 10 : 1))], 50));
        string named = Path.Combine(_folder, "mnist");
        Directory.Move(folder, named);
        Assert.Equal("dataset-label", Assert.Single(Assert.Throws<InputException>(() => DatasetStore.Open(named)).Problems).Code);
    }

    [Fact]
    public void Open_HeaderPromisingMuch_AllocatesOnlyWhatIsThere()
    {
        string folder = Write(spoilImages: b => [.. b[..4], 0, 4, 0, 0, 0, 0, 0, 16, 0, 0, 0, 16, .. b[16..]]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InputException refused = Assert.Throws<InputException>(() => DatasetStore.Open(folder));
        Assert.Equal("idx-truncated", Assert.Single(refused.Problems).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Open_DamagedGzip_NamesTheWay()
    {
        string folder = Write();
        string images = Path.Combine(folder, "train-images-idx3-ubyte");
        File.Delete(images);
        File.WriteAllBytes(images + ".gz", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
        Assert.Equal("idx-compression", Assert.Single(Assert.Throws<InputException>(() => DatasetStore.Open(folder)).Problems).Code);
    }

    [Fact]
    public void Open_FileMissing_IsRefused()
    {
        string folder = Write();
        File.Delete(Path.Combine(folder, "t10k-labels-idx1-ubyte"));
        Assert.Equal("idx-not-readable", Assert.Single(Assert.Throws<InputException>(() => DatasetStore.Open(folder)).Problems).Code);
    }

    [Fact]
    public void Open_FewerLabelsThanImages_IsRefused() =>
        Assert.Equal("dataset-count", Assert.Single(Assert.Throws<InputException>(() => DatasetStore.Open(Write(spoilLabels: _ => Idx(new byte[49], 49)))).Problems).Code);

    [Fact]
    public void Open_DatasetThatWasNeverFetched_SaysHowToGetIt()
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => DatasetStore.Open("mnist", _folder)).Problems);
        Assert.Equal("dataset-missing", problem.Code);
        Assert.Contains("fulcrum data get mnist", problem.Remedy);
    }

    [Fact]
    public void Get_UnknownName_ListsTheKnownOnes() =>
        Assert.Contains("fashion-mnist", Assert.Single(Assert.Throws<InputException>(() => DatasetStore.Get("imagenet", _folder)).Problems).Remedy);

    [Fact]
    public void Get_FashionMnist_HasAllSeventyThousandImagesVerified()
    {
        if (!Directory.Exists("/usr/share/datasets/fashion-mnist"))
            Assert.Skip("Debian's dataset-fashion-mnist is not installed.");
        Dataset data = DatasetStore.Open(DatasetStore.Get("fashion-mnist", _folder));
        Assert.Equal((50_000, 10_000, 10_000, 10), (data.Train.Count, data.Calibration.Count, data.Test.Count, data.ClassCount));
        string damaged = Path.Combine(_folder, "fashion-mnist", "t10k-labels-idx1-ubyte.gz");
        File.WriteAllBytes(damaged, [1, 2, 3]);
        DatasetStore.Get("fashion-mnist", _folder);
        Assert.Equal(5125, new FileInfo(damaged).Length);
    }

    [Fact]
    public void Get_FolderWithOtherFiles_TouchesNothing()
    {
        if (!Directory.Exists("/usr/share/datasets/fashion-mnist"))
            Assert.Skip("Debian's dataset-fashion-mnist is not installed.");
        string mine = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "fashion-mnist")).FullName, "thesis.txt");
        File.WriteAllText(mine, "precious");
        Assert.Equal("output-not-empty", Assert.Single(Assert.Throws<InputException>(() => DatasetStore.Get("fashion-mnist", _folder)).Problems).Code);
        Assert.Equal("precious", File.ReadAllText(mine));
    }
}
