using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fulcrum.Problems;

namespace Fulcrum.Stages.Links;

/// <summary>How a client shows who it is, and whom it trusts. See docs/security.md.</summary>
public sealed record Credentials
{
    private string? Token { get; init; }

    private X509Certificate2? Own { get; init; }

    private X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Reads the files.</summary>
    /// <param name="token">A file that holds a bearer token; null: none.</param>
    /// <param name="authorities">The authorities that sign certificates of servers, PEM; null: the system's.</param>
    /// <param name="certificate">The client's own certificate, PEM; null: none.</param>
    /// <param name="key">Its key, PEM; null: in the same file.</param>
    /// <exception cref="InputException"><c>credentials-not-readable</c>, for each file that is not.</exception>
    public static Credentials Read(string? token, string? authorities, string? certificate, string? key)
    {
        List<Problem> problems = [];
        var read = new Credentials
        {
            Token = Try(token, problems, path => File.ReadAllText(path).Trim() is { Length: > 0 and <= 512 } text && text.All(char.IsAscii) ? text : throw new CryptographicException("This is no token.")),
            Authorities = Try(authorities, problems, PemFiles.Authorities),
            Own = Try(certificate, problems, path => PemFiles.WithKey(path, key ?? path)),
        };
        return problems.Count == 0 ? read : throw new InputException(problems);
    }

    /// <summary>Puts them on a client's requests and connections.</summary>
    internal void Apply(SocketsHttpHandler handler, HttpClient http)
    {
        if (Token is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        if (Own is not null)
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(Own, null, offline: true);
        if (Authorities is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(Authorities);
            handler.SslOptions.CertificateChainPolicy = policy;
        }
    }

    private static T? Try<T>(string? path, List<Problem> problems, Func<string, T> read) where T : class
    {
        try
        {
            return path is null ? null : read(path);
        }
        catch (Exception failure) when (PemFiles.IsBad(failure))
        {
            problems.Add(new Problem("credentials-not-readable", path!, failure.Message, "Tokens are text, certificates and keys PEM; docs/security.md shows how to make them."));
            return null;
        }
    }
}
