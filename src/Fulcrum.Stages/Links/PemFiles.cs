using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fulcrum.Stages.Links;

/// <summary>Certificates in PEM files. All throw <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> or <see cref="CryptographicException"/>: <see cref="IsBad"/>.</summary>
public static class PemFiles
{
    /// <summary>A certificate with its key.</summary>
    public static X509Certificate2 WithKey(string certificate, string key) => X509Certificate2.CreateFromPemFile(certificate, key);

    /// <summary>All certificates of a file, one at least.</summary>
    public static X509Certificate2Collection Authorities(string path)
    {
        X509Certificate2Collection all = [];
        all.ImportFromPemFile(path);
        return all.Count > 0 ? all : throw new CryptographicException("The file holds no certificate.");
    }

    /// <summary>Whether a failure is the file's fault.</summary>
    public static bool IsBad(Exception failure) => failure is IOException or UnauthorizedAccessException or CryptographicException;
}
