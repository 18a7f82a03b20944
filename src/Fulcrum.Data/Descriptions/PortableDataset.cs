using System.Text.Json;
using Fulcrum.Problems;

namespace Fulcrum.Data.Descriptions;

/// <summary>The files of a dataset as they can be put into one folder of another machine.</summary>
/// <param name="Files">Names without folders, and how to open them.</param>
/// <param name="Entry">The file among them that opens the dataset; null: their folder does.</param>
public sealed record PortableDataset(IReadOnlyList<(string Name, Func<Stream> Open)> Files, string? Entry)
{
    private const string Description = "data.json";

    /// <summary>The files of what <see cref="DatasetStore.Open"/> opens. A description is written again, with the names that its files have there.</summary>
    /// <param name="nameOrPath">A dataset's name, its folder, or a description.</param>
    /// <exception cref="InputException"><c>dataset-missing</c>, <c>dataset-description</c>.</exception>
    public static PortableDataset Of(string nameOrPath) => DatasetStore.IsDescription(nameOrPath) ? OfDescription(nameOrPath) : OfFolder(DatasetStore.FolderOf(nameOrPath));

    private static PortableDataset OfFolder(string folder) => new([.. Directory.GetFiles(folder).Select(f => (Path.GetFileName(f), Opener(f)))], null);

    private static PortableDataset OfDescription(string path)
    {
        DatasetDescription description = DescribedDataset.Parse(path);
        var files = new DescribedFiles(path);
        Dictionary<string, string> names = [];
        string? Named(string? file)
        {
            if (file is null)
                return null;
            string full = files.Resolve(file);
            // Two folders may have files of one name; a number in front tells them apart and leaves the ending, which says whether it is packed.
            return names.TryGetValue(full, out string? known) ? known : names[full] = FormattableString.Invariant($"{names.Count}-{Path.GetFileName(full)}");
        }

        SplitDescription Moved(SplitDescription split) => split with { Samples = Named(split.Samples), Labels = Named(split.Labels) };
        TextDescription? text = description.Text;
        if (text?.Vocabulary is { ValueKind: JsonValueKind.String } vocabulary)
            text = text with { Vocabulary = JsonSerializer.SerializeToElement(Named(vocabulary.GetString()), DescriptionJson.Default.String) };
        DatasetDescription moved = description with { Text = text, Train = Moved(description.Train), Calibration = Moved(description.Calibration), Test = Moved(description.Test) };
        byte[] written = JsonSerializer.SerializeToUtf8Bytes(moved, DescriptionJson.Default.DatasetDescription);
        return new PortableDataset([(Description, () => new MemoryStream(written)), .. names.Select(n => (n.Value, Opener(n.Key)))], Description);
    }

    private static Func<Stream> Opener(string path) => () => File.OpenRead(path);
}
