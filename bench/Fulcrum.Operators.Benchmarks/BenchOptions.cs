using System.Globalization;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    public string Out { get; private init; } = Path.Combine("out", "operators");

    public string Filter { get; private init; } = "";

    public string Fulcrum { get; private init; } = "fulcrum";

    public string List { get; private init; } = Path.Combine("bench", "operators", "strategies.json");

    public string? Docs { get; private init; }

    public bool OnlyMeasure { get; private init; }

    public bool Quick { get; private init; }

    /// <summary>Time for measuring one row.</summary>
    public double Seconds { get; private init; } = 3;

    /// <summary>Of everything random.</summary>
    public int Seed { get; } = 1;

    /// <summary>Where the table goes: figures of a quick run never among the documents.</summary>
    public string Table => Docs ?? (Quick ? Path.Combine(Out, "operators-measured.md") : Path.Combine("docs", "operators-measured.md"));

    /// <summary>Reads the arguments; null when they are none of ours.</summary>
    public static BenchOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        int positional = 0;
        for (int i = 0; i < arguments.Count; i++)
        {
            string? value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--only-measure":
                    options = options with { OnlyMeasure = true };
                    break;
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--fulcrum" or "--list" or "--docs" or "--seconds" when value is not null:
                    options = options.With(arguments[i++], value);
                    break;
                case var word when !word.StartsWith('-') && positional < 2:
                    options = positional++ == 0 ? options with { Out = word } : options with { Filter = word };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }

    private BenchOptions With(string name, string value) => name switch
    {
        "--fulcrum" => this with { Fulcrum = value },
        "--list" => this with { List = value },
        "--docs" => this with { Docs = value },
        _ => this with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
    };
}
