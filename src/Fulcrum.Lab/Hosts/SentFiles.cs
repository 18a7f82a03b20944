using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Hosts;

/// <summary>A folder of files as it is sent: every file by its SHA-256, the folder by that of the list of them.</summary>
internal sealed class SentFiles
{
    private readonly (string Name, string Sha256, long Bytes, Func<Stream> Open)[] _files;

    /// <summary>Reads files through once.</summary>
    /// <param name="files">Names without folders, and how to open them.</param>
    /// <exception cref="InputException"><c>tier-files</c>: one cannot be read, or has a name that a list cannot hold.</exception>
    public SentFiles(IEnumerable<(string Name, Func<Stream> Open)> files)
    {
        _files = [.. files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(Read)];
        List = string.Concat(_files.Select(f => $"{f.Sha256} {f.Name}\n"));
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(List)));
    }

    /// <summary>Lines of hash and name.</summary>
    public string List { get; }

    /// <summary>Of the list: the folder's name.</summary>
    public string Sha256 { get; }

    /// <summary>How many bytes some of the files have.</summary>
    public long BytesOf(IReadOnlySet<string> hashes) => Some(hashes).Sum(f => f.Bytes);

    /// <summary>Writes the list and some of the files as a tar.</summary>
    public void Write(Stream stream, IReadOnlySet<string> hashes)
    {
        using var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true);
        using var list = new MemoryStream(Encoding.UTF8.GetBytes(List));
        tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "files") { DataStream = list });
        foreach ((_, string hash, _, Func<Stream> open) in Some(hashes))
        {
            using Stream content = open();
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, hash) { DataStream = content });
        }
    }

    private IEnumerable<(string Name, string Sha256, long Bytes, Func<Stream> Open)> Some(IReadOnlySet<string> hashes) => _files.DistinctBy(f => f.Sha256).Where(f => hashes.Contains(f.Sha256));

    private static (string Name, string Sha256, long Bytes, Func<Stream> Open) Read((string Name, Func<Stream> Open) file)
    {
        if (file.Name.Length == 0 || file.Name is "." or ".." || file.Name.Any(c => char.IsControl(c) || c is '/' or '\\') || file.Name != file.Name.Trim())
            throw new InputException("tier-files", Printable.Of(file.Name, 80), "A file of this name cannot be sent to another machine.", "Give it a plain name.");
        try
        {
            using Stream content = file.Open();
            return (file.Name, Convert.ToHexStringLower(SHA256.HashData(content)), content.Length, file.Open);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("tier-files", file.Name, failure.Message, "Make the file readable.", failure);
        }
    }
}
