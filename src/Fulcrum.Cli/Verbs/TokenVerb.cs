using System.CommandLine;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Access;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`token NAME --tokens FILE`: lets a client in.</summary>
internal static class TokenVerb
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The client: letters, digits, dot, dash, underscore." };
    private static readonly Option<string> Tokens = new("--tokens") { Description = "The server's token file; a line is added.", Required = true };
    private static readonly Option<bool> Operator = new("--operator") { Description = "May do everything, not only what devices do." };

    public static Command Create() => new Command("token", "Make a bearer token for a client of a server.") { Name, Tokens, Operator }.Runs(Run);

    private static Task<int> Run(VerbContext context)
    {
        (string name, string path, bool isOperator) = (context.Value(Name), context.Value(Tokens), context.Value(Operator));
        (string token, string line) = BearerToken.New(name, isOperator);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : ["# NAME device|operator SHA256 of the token"];
        if (lines.Any(l => l.StartsWith($"{name} ", StringComparison.Ordinal)))
            throw new InputException("token-name", name, $"{path} has a client of that name.", "Take its line out first, or choose another name.");
        AtomicFile.WriteText(path, string.Join('\n', [.. lines, line, ""]));
        context.Print(new TokenResult(name, isOperator ? "operator" : "device", token), CliJson.Default.TokenResult, console => console.WriteLine(token));
        context.Note($"Only {name} needs it; {path} holds its hash.");
        return Task.FromResult(ExitCodes.Done);
    }
}
