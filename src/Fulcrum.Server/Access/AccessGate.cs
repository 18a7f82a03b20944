using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Fulcrum.Problems;
using Microsoft.AspNetCore.Http;

namespace Fulcrum.Server.Access;

/// <summary>The one place where it is decided who may call what: every request passes it, whatever its route. Without credentials in the options everybody may do everything.</summary>
internal sealed class AccessGate : IDisposable
{
    private const string Scheme = "Bearer ";
    private readonly WatchedFile<TokenFile>? _tokens;
    private readonly ClientCertificates? _certificates;
    private readonly WatchedFile<ServerCertificate>? _server;

    /// <summary>Reads all files.</summary>
    /// <exception cref="InputException">One cannot be read, or is wrong.</exception>
    public AccessGate(AccessOptions options, TimeProvider time)
    {
        _tokens = options.Tokens is string tokens ? new WatchedFile<TokenFile>(tokens, TokenFile.Read, time) : null;
        _certificates = options.ClientCa is string authorities ? new ClientCertificates(authorities, options.Revoked, options.Operators, time) : null;
        _server = options.Certificate is string certificate ? new WatchedFile<ServerCertificate>(certificate, path => ServerCertificate.Read(path, options.Key ?? path), time) : null;
    }

    /// <summary>Whether anybody is asked.</summary>
    public bool Asks => _tokens is not null || _certificates is not null;

    /// <summary>Whom a request comes from; null where nobody is asked.</summary>
    public static Client? ClientOf(HttpContext context) => context.Items.TryGetValue(typeof(Client), out object? client) ? (Client?)client : null;

    /// <summary>By what clients are told apart for limits: by name, by address where nobody is asked for a name.</summary>
    public static object KeyOf(HttpContext context) => (object?)ClientOf(context) ?? context.Connection.RemoteIpAddress ?? (object)"";

    /// <summary>Lets a request through or throws.</summary>
    /// <exception cref="InputException"><c>credentials-missing</c> (401), <c>credentials-refused</c> (401), <c>not-allowed</c> (403).</exception>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Audience audience = RouteAudience.Of(context.GetEndpoint());
        if (Asks && audience != Audience.Anyone)
        {
            Client client = await FindAsync(context).ConfigureAwait(false);
            if (!client.MayCall(audience))
                throw new InputException("not-allowed", "path", "This is for operators.", "Use an operator's credentials.");
            context.Items[typeof(Client)] = client;
        }

        await next(context).ConfigureAwait(false);
    }

    /// <summary>TLS of a new connection. Certificates of clients are judged with each request, so that a revoked one is shut out of connections that are open.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "A client's certificate decides nothing here; InvokeAsync checks it against the authorities, and answers 401 instead of cutting the handshake.")]
    public SslServerAuthenticationOptions Tls() => new()
    {
        ServerCertificateContext = _server!.Value.Context,
        ClientCertificateRequired = _certificates is not null,
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
    };

    /// <inheritdoc/>
    public void Dispose() => _certificates?.Dispose();

    private async Task<Client> FindAsync(HttpContext context)
    {
        if (_tokens is not null && context.Request.Headers.Authorization is [string header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return _tokens.Value.Find(header.AsSpan(Scheme.Length).Trim()) ?? throw Refused("The token is not known here.");
        if (_certificates is not null && await context.Connection.GetClientCertificateAsync(context.RequestAborted).ConfigureAwait(false) is X509Certificate2 certificate)
            return _certificates.Find(certificate) ?? throw Refused("The certificate is not of an authority that is trusted here, not valid now, or revoked.");
        throw new InputException("credentials-missing", "credentials", "This server asks who calls.", $"Send {(_tokens is null ? "" : "a bearer token")}{(_tokens is not null && _certificates is not null ? ", or " : "")}{(_certificates is null ? "" : "a client's certificate")}.");
    }

    private static InputException Refused(string message) => new("credentials-refused", "credentials", message, "Ask the server's operator.");
}

/// <summary>The server's own certificate, with its chain, as TLS wants it.</summary>
/// <param name="Context">It.</param>
internal sealed record ServerCertificate(SslStreamCertificateContext Context)
{
    /// <summary>Reads both files.</summary>
    public static ServerCertificate Read(string certificate, string key) =>
        new(SslStreamCertificateContext.Create(CertificateFiles.WithKey(certificate, key), CertificateFiles.Authorities(certificate), offline: true));
}
