using System.CommandLine;
using Fulcrum.Cli.Serving;
using Fulcrum.Cli.Terminal;
using Fulcrum.Stages.Links;

namespace Fulcrum.Cli.Verbs;

/// <summary>`--token-file FILE --ca FILE --cert FILE --key FILE`: what is shown to the server that is asked, and whom to trust.</summary>
internal static class CredentialFlags
{
    private static readonly Option<string?> Token = new("--token-file") { Description = "A file that holds the bearer token to show the other side." };
    private static readonly Option<string?> Authorities = new("--ca") { Description = "The authorities that sign certificates of servers, PEM. Default: the system's." };
    private static readonly Option<string?> Certificate = new("--cert") { Description = "The certificate to show the other side, PEM." };
    private static readonly Option<string?> Key = new("--key") { Description = "Its key, PEM; without it, it is in the same file." };

    public static void AddTo(Command command)
    {
        foreach (Option option in (Option[])[Token, Authorities, Certificate, Key])
            command.Options.Add(option);
    }

    /// <summary>What was given, or else is in a file; null when neither says anything.</summary>
    public static Credentials? Read(VerbContext context, CredentialsFiles? file = null)
    {
        string? certificate = context.Value(Certificate);
        return new CredentialsFiles(context.Value(Token) ?? file?.Token, context.Value(Authorities) ?? file?.Authorities, certificate ?? file?.Certificate, certificate is null ? context.Value(Key) ?? file?.Key : context.Value(Key)).Read();
    }
}
