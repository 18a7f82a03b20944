namespace Fulcrum.Server.Access;

/// <summary>Who is let in, and how the connection is kept private. Default: everybody, in the clear, which is good on loopback only. See docs/security.md.</summary>
public sealed record AccessOptions
{
    /// <summary>The server's certificate chain, PEM; with it addresses may be https. Read again when it changes.</summary>
    public string? Certificate { get; init; }

    /// <summary>Its key, PEM.</summary>
    public string? Key { get; init; }

    /// <summary>The clients with bearer tokens (<see cref="TokenFile"/>).</summary>
    public string? Tokens { get; init; }

    /// <summary>The authorities that sign certificates of clients, PEM.</summary>
    public string? ClientCa { get; init; }

    /// <summary>Certificates of clients that are not let in any more: fingerprints (SHA-256), serial numbers, or lines of <c>name NAME</c>. Read again when it changes.</summary>
    public string? Revoked { get; init; }

    /// <summary>Names in certificates of clients that are operators; others are devices.</summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>Whether there is a way to tell clients apart.</summary>
    public bool AsksForCredentials => Tokens is not null || ClientCa is not null;
}
