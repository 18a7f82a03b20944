using Fulcrum.Problems;
using Fulcrum.Stages.Links;

namespace Fulcrum.Cli.Serving;

/// <summary>The files of what is shown to the other side.</summary>
/// <param name="Token">A bearer token.</param>
/// <param name="Authorities">Whom to trust, PEM; null: those that the system trusts.</param>
/// <param name="Certificate">The own certificate, PEM.</param>
/// <param name="Key">Its key, PEM; null: in the same file.</param>
internal sealed record CredentialsFiles(string? Token, string? Authorities, string? Certificate, string? Key)
{
    /// <summary>Reads them; null when there are none.</summary>
    /// <exception cref="InputException"><c>credentials-not-readable</c>.</exception>
    public Credentials? Read() => (Token ?? Authorities ?? Certificate) is null ? null : Credentials.Read(Token, Authorities, Certificate, Key);
}
