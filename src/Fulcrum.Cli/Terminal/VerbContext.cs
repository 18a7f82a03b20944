using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fulcrum.Problems;
using Spectre.Console;

namespace Fulcrum.Cli.Terminal;

/// <summary>What a verb needs of the command line besides its own options.</summary>
internal sealed class VerbContext : IDisposable
{
    /// <summary>Narrower terminals wrap lines themselves, which reads better than columns of single letters.</summary>
    private const int LeastWidth = 150;

    private const int RedirectedWidth = 240;
    private readonly ParseResult _parsed;
    private readonly ProgressRenderer _progress;

    public VerbContext(ParseResult parsed, CancellationToken cancellation)
    {
        (_parsed, Cancellation) = (parsed, cancellation);
        _progress = new ProgressRenderer(Console.Error, Style(), TimeProvider.System);
    }

    public CancellationToken Cancellation { get; }

    public bool Json => Value(CommonOptions.Output) == "json";

    public bool Quiet => Value(CommonOptions.Quiet);

    public int Seed => Value(CommonOptions.Seed);

    public int Threads => Value(CommonOptions.Threads);

    public IProgress<WorkProgress> Progress => _progress;

    public T Value<T>(Option<T> option) => _parsed.GetValue(option)!;

    /// <summary>Whether an option was written, with or without a value.</summary>
    public bool Has(Option option) => _parsed.GetResult(option) is not null;

    public T Value<T>(Argument<T> argument) => _parsed.GetValue(argument)!;

    /// <summary>Prints the result: the JSON document, or what <paramref name="table"/> draws.</summary>
    public void Print<T>(T result, JsonTypeInfo<T> type, Action<IAnsiConsole> table)
    {
        _progress.Dispose();
        if (Json)
            Console.Out.WriteLine(JsonSerializer.Serialize(result, type));
        else
            table(CreateTerminal());
    }

    /// <summary>A remark for people, on stderr; nothing with --quiet.</summary>
    public void Note(string text)
    {
        if (!Quiet)
            Console.Error.WriteLine(text);
    }

    public void Dispose() => _progress.Dispose();

    private IAnsiConsole CreateTerminal()
    {
        bool plain = Value(CommonOptions.NoColor) || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        console.Profile.Width = Math.Max(console.Profile.Width, Console.IsOutputRedirected ? RedirectedWidth : LeastWidth);
        return console;
    }

    private ProgressStyle Style() => Quiet ? ProgressStyle.None : Value(CommonOptions.Progress) switch
    {
        "none" => ProgressStyle.None,
        "json" => ProgressStyle.Json,
        _ => Console.IsErrorRedirected ? ProgressStyle.Lines : ProgressStyle.Terminal,
    };
}
