using System.CommandLine;
using System.CommandLine.Parsing;
using Fulcrum.Cli.Terminal;
using Fulcrum.Cli.Verbs;
using Fulcrum.Problems;

namespace Fulcrum.Cli;

/// <summary>The root command: common options, the verbs, and what every exit code means.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        // Nothing else is set up in such a process: it limits itself first.
        if (arguments is [WorkerVerb.Name, ..])
            return WorkerVerb.Run(arguments[1..]);
        OwnerPipe.Watch();
        var root = new RootCommand("Decides where a neural network should run - on the device, an edge server, the cloud, or split between them - and runs it there.");
        foreach (Option option in CommonOptions.All)
            root.Options.Add(option);
        foreach (Command verb in VerbTable.All)
            root.Subcommands.Add(verb);
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
            return Refuse(parsed);
        if (parsed.CommandResult.Command == root && parsed.Action is null)
            parsed = root.Parse("--help");
        // A server ends as servers do: it listens to signals itself.
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = parsed.CommandResult.Command.Name == ServeVerb.Name ? null : TimeSpan.FromSeconds(10) }).ConfigureAwait(false);
    }

    private static int Refuse(ParseResult parsed)
    {
        foreach (ParseError error in parsed.Errors)
            Console.Error.WriteLine($"{Place(parsed)}: {error.Message}");
        if (parsed.UnmatchedTokens is [string unknown, ..] && Suggestions.Closest(unknown, Names(parsed.CommandResult.Command)) is string near)
            Console.Error.WriteLine($"Did you mean '{near}'?");
        Console.Error.WriteLine($"See: {Place(parsed)} --help");
        return ExitCodes.BadInput;
    }

    private static string Place(ParseResult parsed) =>
        string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().Reverse().Append(parsed.CommandResult.Command).Select(c => c is RootCommand ? "fulcrum" : c.Name));

    private static IEnumerable<string> Names(Command command) =>
        command.Subcommands.Select(c => c.Name).Concat(command.Options.Concat(CommonOptions.All).Select(o => o.Name));
}
