using System.Security.Cryptography.X509Certificates;
using Fulcrum.Problems;
using Fulcrum.Stages.Links;

namespace Fulcrum.Server.Access;

/// <summary>Certificates in PEM files.</summary>
internal static class CertificateFiles
{
    /// <summary>A certificate with its key.</summary>
    /// <exception cref="InputException"><c>certificate-not-readable</c>.</exception>
    public static X509Certificate2 WithKey(string certificate, string key) => Read(certificate, () => PemFiles.WithKey(certificate, key));

    /// <summary>All certificates of a file.</summary>
    /// <exception cref="InputException"><c>certificate-not-readable</c>, also when it holds none.</exception>
    public static X509Certificate2Collection Authorities(string path) => Read(path, () => PemFiles.Authorities(path));

    private static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (PemFiles.IsBad(failure))
        {
            throw new InputException("certificate-not-readable", path, failure.Message, "Give PEM files: the certificate (with its chain) and its key. docs/security.md shows how to make them.", failure);
        }
    }
}
