using System.Security.Cryptography;

namespace Fulcrum.Problems;

/// <summary>SHA-256 of whole files, lower-case hex, read as a stream.</summary>
public static class FileHash
{
    /// <summary>The hash of a file, and its length when it was read.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it.</exception>
    public static (string Sha256, long Bytes) Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return (Convert.ToHexStringLower(SHA256.HashData(stream)), stream.Length);
    }

    /// <summary>Whether a file is there and is the one of a hash; one of another length is not read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">Lower-case hex.</param>
    /// <param name="bytes">Its length; null: not known.</param>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public static bool Is(string path, string sha256, long? bytes = null) => new FileInfo(path) is { Exists: true } found && (bytes ?? found.Length) == found.Length && Of(path).Sha256 == sha256;
}
