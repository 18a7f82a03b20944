using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fulcrum.Problems;

namespace Fulcrum.Server.Access;

/// <summary>Clients with certificates of one's own authority: a certificate's common name is the client's name. Certificates can be revoked by fingerprint, serial number or name.</summary>
internal sealed class ClientCertificates : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private readonly X509Certificate2Collection _authorities;
    private readonly WatchedFile<HashSet<string>>? _revoked;
    private readonly HashSet<string> _operators;

    /// <summary>Reads the authorities.</summary>
    /// <param name="authorities">A PEM file of the certificates that sign those of clients.</param>
    /// <param name="revoked">A file of what is not let in any more, one to a line; null: nothing.</param>
    /// <param name="operators">Names that are operators; all others are devices.</param>
    /// <param name="time">For reading the list again.</param>
    /// <exception cref="InputException"><c>certificate-not-readable</c>, <c>revoked-not-readable</c>.</exception>
    public ClientCertificates(string authorities, string? revoked, IEnumerable<string> operators, TimeProvider time)
    {
        _authorities = CertificateFiles.Authorities(authorities);
        _revoked = revoked is null ? null : new WatchedFile<HashSet<string>>(revoked, ReadRevoked, time);
        _operators = [.. operators];
    }

    /// <summary>Whose certificate it is; null when it is not of these authorities, not valid now, not meant for clients, or revoked.</summary>
    public Client? Find(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        // Authorities of one's own seldom answer questions about single certificates: the list does.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        string name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return chain.Build(certificate) && name.Length > 0 && !IsRevoked(certificate, name) ? new Client(name, _operators.Contains(name) ? Role.Operator : Role.Device) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (X509Certificate2 authority in _authorities)
            authority.Dispose();
    }

    private bool IsRevoked(X509Certificate2 certificate, string name) =>
        _revoked?.Value is { } list && (list.Contains(certificate.GetCertHashString(HashAlgorithmName.SHA256)) || list.Contains(certificate.SerialNumber) || list.Contains($"NAME {name.ToUpperInvariant()}"));

    private static HashSet<string> ReadRevoked(string path)
    {
        try
        {
            return [.. File.ReadAllLines(path).Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0).Select(l => l.StartsWith("name ", StringComparison.OrdinalIgnoreCase) ? l.ToUpperInvariant() : l.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant())];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("revoked-not-readable", path, failure.Message, "Give a file of fingerprints (SHA-256), serial numbers, or lines of: name NAME.", failure);
        }
    }
}
