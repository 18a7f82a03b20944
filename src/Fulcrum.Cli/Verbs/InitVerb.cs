using System.CommandLine;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Starters;
using Fulcrum.Cli.Terminal;
using Fulcrum.Problems;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>`init NAME`: a configuration file to start from, and its schema beside it.</summary>
internal static class InitVerb
{
    private static readonly Argument<string> Kind = new("NAME") { Description = ConfigurationFile.Names };
    private static readonly Option<string?> Out = new("-o", "--out") { Description = "The file to write, with its schema beside it. Default: NAME.yaml." };

    public static Command Create() => new Command("init", "Write a configuration file to start from.") { Kind, Out }.Runs(context =>
    {
        var file = ConfigurationFile.Find(context.Value(Kind));
        string path = context.Value(Out) ?? $"{file.Name}.yaml", schema = Path.Combine(Path.GetDirectoryName(path) ?? "", $"{file.Name}.schema.json");
        if (File.Exists(path))
            throw new InputException("file-exists", path, "There is a file already.", "Choose another name with -o.");
        AtomicFile.WriteText(schema, file.SchemaText);
        AtomicFile.WriteText(path, file.Starter);
        context.Print(new InitResult(path, schema), CliJson.Default.InitResult, console => console.WriteLine($"{path}, and {schema} for editors"));
        return Task.FromResult(ExitCodes.Done);
    });
}
