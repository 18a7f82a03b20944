using Fulcrum.Data.Descriptions;
using Fulcrum.Problems;

namespace Fulcrum.Data;

/// <summary>Where datasets lie on this machine: one folder per name under the data folder.</summary>
public static class DatasetStore
{
    private const int CalibrationSamples = 10_000;

    /// <summary>The names that <see cref="Get"/> knows.</summary>
    public static IReadOnlyList<string> Names => [.. DatasetSource.All.Select(s => s.Name)];

    /// <summary>The data folder: $FULCRUM_DATA, else $XDG_DATA_HOME/fulcrum/data, else ~/.local/share/fulcrum/data.</summary>
    public static string DefaultFolder =>
        Environment.GetEnvironmentVariable("FULCRUM_DATA") is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "fulcrum", "data");

    /// <summary>
    /// Puts a dataset into the data folder: all its files or none, each with its SHA-256 verified. Files already there and intact are kept.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="dataFolder">The data folder; null takes <see cref="DefaultFolder"/>.</param>
    /// <returns>The dataset's folder.</returns>
    /// <exception cref="InputException"><c>dataset-unknown</c>, <c>dataset-unavailable</c>, <c>dataset-checksum</c>, <c>output-not-writable</c>.</exception>
    public static string Get(string name, string? dataFolder = null)
    {
        DatasetSource source = Known(name);
        string folder = Path.Combine(dataFolder ?? DefaultFolder, name);
        if (!DatasetFetcher.IsComplete(source, folder))
            DatasetFetcher.Fetch(source, folder);
        else if (!File.Exists(Path.Combine(folder, DatasetManifest.FileName)))
            DatasetManifest.Of(source).Write(folder);
        return folder;
    }

    /// <summary>
    /// Opens a dataset by name, by the path of a folder that holds the IDX files of one, or by its description (.json). Where a manifest lies beside them, every file is held against its SHA-256.
    /// </summary>
    /// <exception cref="InputException"><c>dataset-missing</c> when it was never fetched; <c>dataset-checksum</c>, <c>dataset-label</c> or the reader's codes when a file is bad.</exception>
    public static Dataset Open(string nameOrPath, string? dataFolder = null)
    {
        if (IsDescription(nameOrPath))
            return DescribedDataset.Open(nameOrPath);
        string folder = FolderOf(nameOrPath, dataFolder);
        DatasetManifest? manifest = DatasetManifest.Read(folder);
        manifest?.Verify(folder);
        string name = manifest?.Name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        DatasetSplit training = ReadSplit(folder, "train", "train");
        DatasetSplit test = ReadSplit(folder, "t10k", "test");
        if (training.SampleLength != test.SampleLength)
            throw new InputException("dataset-shape", folder, $"Training samples have {training.SampleLength} values, test samples {test.SampleLength}.", "Use files of one dataset.");
        int calibration = Math.Min(CalibrationSamples, training.Count / 5);
        int classes = Classes(folder, name, training, test);
        return new Dataset(name, [training.SampleLength], classes,
            training.Slice("train", 0, training.Count - calibration), training.Slice("calibration", training.Count - calibration, calibration), test);
    }

    /// <summary>Whether it names a description that is there.</summary>
    internal static bool IsDescription(string nameOrPath) => nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && File.Exists(nameOrPath);

    /// <summary>The folder of a dataset's files.</summary>
    /// <exception cref="InputException"><c>dataset-missing</c>.</exception>
    internal static string FolderOf(string nameOrPath, string? dataFolder = null) =>
        new[] { Path.Combine(dataFolder ?? DefaultFolder, nameOrPath), nameOrPath }.FirstOrDefault(Directory.Exists)
            ?? throw new InputException("dataset-missing", nameOrPath, "There is no such dataset here.", Names.Contains(nameOrPath) ? $"Run: fulcrum data get {nameOrPath}" : $"Known by name: {string.Join(", ", Names)}; or give a folder of IDX files, or a description (.json).");

    private static DatasetSource Known(string name) => DatasetSource.All.FirstOrDefault(s => s.Name == name)
        ?? throw new InputException("dataset-unknown", name, "There is no dataset of that name.", $"Known: {string.Join(", ", Names)}.");

    private static DatasetSplit ReadSplit(string folder, string prefix, string name)
    {
        string images = Find(folder, $"{prefix}-images-idx3-ubyte"), labels = Find(folder, $"{prefix}-labels-idx1-ubyte");
        (int[] imageShape, ReadOnlyMemory<byte> pixels) = IdxFile.Read(images);
        (int[] labelShape, ReadOnlyMemory<byte> classes) = IdxFile.Read(labels);
        if (imageShape.Length < 2)
            throw new InputException("dataset-shape", images, $"The file has {imageShape.Length} dimension(s), images need at least 2.");
        return imageShape[0] == labelShape[0] && labelShape.Length == 1
            ? new DatasetSplit(name, pixels.Length / imageShape[0], pixels, classes.ToArray())
            : throw new InputException("dataset-count", labels, $"{imageShape[0]} images but {labelShape[0]} labels.", "Use files of one dataset.");
    }

    private static string Find(string folder, string file)
    {
        string plain = Path.Combine(folder, file);
        return File.Exists(plain) || !File.Exists(plain + ".gz") ? plain : plain + ".gz";
    }

    // A folder of one's own says its classes through its training labels; a test label beyond them can never be answered right.
    private static int Classes(string folder, string name, DatasetSplit training, DatasetSplit test)
    {
        int classes = DatasetSource.All.FirstOrDefault(s => s.Name == name)?.ClassCount ?? Max(training.Labels) + 1;
        foreach ((string prefix, DatasetSplit split) in new[] { ("train", training), ("t10k", test) })
        {
            if (Max(split.Labels) is int worst && worst >= classes)
                throw new InputException("dataset-label", Find(folder, $"{prefix}-labels-idx1-ubyte"), $"A label is {worst}, but there are {classes} classes (0 to {classes - 1}).", "Use files of one dataset.");
        }

        return classes;
    }

    private static int Max(ReadOnlySpan<int> labels)
    {
        int max = 0;
        foreach (int label in labels)
            max = Math.Max(max, label);
        return max;
    }
}
