namespace Fulcrum.Data;

/// <summary>A dataset that Fulcrum knows by name: its four IDX files with their checksums, and where they come from.</summary>
/// <param name="Name">The name.</param>
/// <param name="Files">File name to lower-case hex SHA-256, in the order train images, train labels, test images, test labels.</param>
/// <param name="Folders">Folders where the files may already be, best first.</param>
/// <param name="ClassCount">Number of classes.</param>
/// <param name="DebianPackage">A package that holds them; null when they travel with Fulcrum.</param>
internal sealed record DatasetSource(string Name, IReadOnlyList<(string File, string Sha256)> Files, IReadOnlyList<string> Folders, int ClassCount, string? DebianPackage)
{
    public static IReadOnlyList<DatasetSource> All { get; } =
    [
        new("mnist",
            [
                ("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                ("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                ("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                ("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            ],
            [Path.Combine(AppContext.BaseDirectory, "datasets", "mnist")],
            10,
            null),
        new("fashion-mnist",
            [
                ("train-images-idx3-ubyte.gz", "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7"),
                ("train-labels-idx1-ubyte.gz", "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056"),
                ("t10k-images-idx3-ubyte.gz", "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa"),
                ("t10k-labels-idx1-ubyte.gz", "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05"),
            ],
            ["/usr/share/datasets/fashion-mnist"],
            10,
            "dataset-fashion-mnist"),
    ];
}
