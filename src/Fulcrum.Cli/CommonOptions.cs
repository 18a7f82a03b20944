using System.CommandLine;
using Fulcrum.Cli.Units;

namespace Fulcrum.Cli;

/// <summary>Options that every verb has.</summary>
internal static class CommonOptions
{
    public static readonly Option<string> Output = Choice("--output", "How to print the result: table or json.", "table", "json");

    public static readonly Option<string> Progress = Choice("--progress", "Progress on stderr: auto, json or none.", "auto", "json", "none");

    public static readonly Option<int> Seed = new("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1, Recursive = true };

    public static readonly Option<int> Threads = new Option<int>("--threads") { Description = "Threads; 0 takes the CPU quota.", DefaultValueFactory = _ => 0, Recursive = true }.AtLeast(0);

    public static readonly Option<bool> Quiet = new("--quiet") { Description = "No progress, no notes.", Recursive = true };

    public static readonly Option<bool> Verbose = new("-v") { Description = "Say more when something fails.", Recursive = true };

    public static readonly Option<bool> NoColor = new("--no-color") { Description = "No colours (also: NO_COLOR).", Recursive = true };

    public static IReadOnlyList<Option> All { get; } = [Output, Progress, Seed, Threads, Quiet, Verbose, NoColor];

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0], Recursive = true };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
