using System.CommandLine;
using Fulcrum.Cli.Starters;
using Fulcrum.Cli.Terminal;

namespace Fulcrum.Cli.Verbs;

/// <summary>`schema NAME`: the JSON schema of a configuration file.</summary>
internal static class SchemaVerb
{
    private static readonly Argument<string> Kind = new("NAME") { Description = ConfigurationFile.Names };

    public static Command Create() => new Command("schema", "Print the JSON schema of a configuration file.") { Kind }.Runs(context =>
    {
        Console.Out.WriteLine(ConfigurationFile.Find(context.Value(Kind)).SchemaText);
        return Task.FromResult(ExitCodes.Done);
    });
}
