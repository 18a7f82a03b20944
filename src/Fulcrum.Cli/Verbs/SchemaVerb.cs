using System.CommandLine;
using Fulcrum.Cli.Starters;
using Fulcrum.Cli.Terminal;
using Fulcrum.Server;

namespace Fulcrum.Cli.Verbs;

/// <summary>`schema NAME`: the JSON schema of a configuration file, or the OpenAPI document of all servers.</summary>
internal static class SchemaVerb
{
    private const string Api = "openapi";
    private static readonly Argument<string> Kind = new("NAME") { Description = $"{Api}, {ConfigurationFile.Names}" };

    public static Command Create() => new Command("schema", "Print the JSON schema of a configuration file, or the OpenAPI document of all servers.") { Kind }.Runs(context =>
    {
        string kind = context.Value(Kind);
        Console.Out.WriteLine(kind == Api ? ApiReference.Document : ConfigurationFile.Find(kind).SchemaText);
        return Task.FromResult(ExitCodes.Done);
    });
}
