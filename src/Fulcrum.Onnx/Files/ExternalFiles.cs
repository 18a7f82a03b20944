using System.Globalization;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Onnx.Files;

/// <summary>
/// The data files beside a model. Each reference is resolved here and nowhere else: a relative path beneath the model's folder, no links on the
/// way, one name only, a range inside the file that no other tensor uses.
/// </summary>
internal sealed class ExternalFiles(string modelPath)
{
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(modelPath))!;
    private readonly Dictionary<string, (FileSource Source, List<(long Offset, long End, string Tensor)> Ranges)> _open = [];
    private string? _realFolder;

    /// <summary>The bytes of a tensor.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="entries">Its reference.</param>
    /// <param name="length">How many bytes its type and shape need.</param>
    /// <exception cref="InputException">The reference is not acceptable; one code per way.</exception>
    public TensorData Resolve(string tensor, IReadOnlyList<MetadataEntry> entries, long length)
    {
        string location = Entry(entries, "location") ?? throw Refused("external-no-location", PlaceOf(tensor), "Its external data names no file.", "Export the model again.");
        long offset = Number(tensor, entries, "offset") ?? 0;
        long claimed = Number(tensor, entries, "length") ?? length;
        if (claimed != length)
            throw Refused("external-length", PlaceOf(tensor), $"Its external data claims {claimed} bytes, its type and shape need {length}.", "Export the model again.");
        (FileSource source, List<(long Offset, long End, string Tensor)> ranges) = Open(location, tensor);
        if (offset > source.Length - length)
            throw Refused("external-range", PlaceOf(tensor), $"Bytes {offset} to {checked((decimal)offset + length)} lie beyond the end of '{location}' ({source.Length} bytes).", "The data file is incomplete: fetch it again.");
        if (length > 0)
            ranges.Add((offset, offset + length, tensor));
        return length == 0 ? TensorData.Empty : new FileData(source, offset, length);
    }

    private (FileSource Source, List<(long Offset, long End, string Tensor)> Ranges) Open(string location, string tensor)
    {
        if (_open.TryGetValue(location, out var known))
            return known;
        string place = PlaceOf(tensor);
        CheckLocation(location, place);
        string path = Path.Combine(_folder, location);
        RegularFile file = RegularFile.Open(path, place);
        CheckOpened(file, location, place);
        return _open[location] = (new FileSource(file.Handle, path, file.Length), []);
    }

    private static void CheckLocation(string location, string place)
    {
        bool odd = location.Length == 0 || location.Any(char.IsControl) || location.Contains('\\', StringComparison.Ordinal) || location[0] == '*';
        if (odd || Path.IsPathRooted(location) || location.Contains(':', StringComparison.Ordinal) || location.Split('/').Any(part => part is "" or "." or ".."))
            throw Refused("external-path", place, $"Its external data is in '{Shown(location)}', which is no plain path beneath the model's folder.", "Put the data file beside the model.");
    }

    private void CheckOpened(RegularFile file, string location, string place)
    {
        _realFolder ??= RealFolder();
        bool moved = file.RealPath is not null ? file.RealPath != Path.Combine(_realFolder, location) : HasLink(location);
        if (moved)
            throw Refused("external-link", place, $"'{Shown(location)}' is reached through a symbolic link.", "Put the file itself beside the model.");
        if (file.Links != 1)
            throw Refused("external-link", place, $"'{Shown(location)}' has {file.Links} names (hard links), so it may belong to somebody else.", "Copy the file.");
    }

    /// <summary>The model's own folder may be reached through links: the user named it.</summary>
    private string RealFolder()
    {
        string real = Path.GetPathRoot(_folder)!;
        foreach (string part in _folder[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(real, part);
            real = Directory.ResolveLinkTarget(next, returnFinalTarget: true) is { } target ? target.FullName : next;
        }

        return real;
    }

    private bool HasLink(string location)
    {
        string path = _folder;
        foreach (string part in location.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
                return true;
        }

        return false;
    }

    /// <summary>Makes sure that no two tensors share bytes; called when all are known.</summary>
    /// <exception cref="InputException"><c>external-overlap</c>.</exception>
    public void RequireApart()
    {
        foreach ((string location, (_, List<(long Offset, long End, string Tensor)> ranges)) in _open)
        {
            ranges.Sort();
            for (int i = 1; i < ranges.Count; i++)
            {
                if (ranges[i].Offset < ranges[i - 1].End)
                    throw Refused("external-overlap", PlaceOf(ranges[i].Tensor), $"Bytes {ranges[i].Offset} to {ranges[i].End} of '{location}' are used by tensor '{ranges[i - 1].Tensor}' too.", "Export the model again.");
            }
        }
    }

    private static string? Entry(IReadOnlyList<MetadataEntry> entries, string key) => entries.LastOrDefault(e => e.Key == key)?.Value;

    private long? Number(string tensor, IReadOnlyList<MetadataEntry> entries, string key)
    {
        if (Entry(entries, key) is not string text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Refused("external-range", PlaceOf(tensor), $"Its external data has {key} '{Shown(text)}', which is no count of bytes.", "Export the model again.");
    }

    private string PlaceOf(string tensor) => $"{modelPath}: tensor '{Shown(tensor)}'";

    private static string Shown(string text) => text.Length <= 80 ? text : text[..80] + "...";

    private static InputException Refused(string code, string place, string message, string remedy) => new(code, place, message, remedy);
}
