namespace Fulcrum.Qpart.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record QpartOptions
{
    public string Out { get; private init; } = Path.Combine("out", "qpart");

    public string Filter { get; private init; } = "";

    public string Fulcrum { get; private init; } = "fulcrum";

    public bool Quick { get; private init; }

    /// <summary>Of everything random.</summary>
    public int Seed { get; } = 1;

    /// <summary>What is measured of a model; quick runs keep apart.</summary>
    public string FolderOf(string model) => Path.Combine(Out, Quick ? $"{model}-quick" : model);

    /// <summary>Reads the arguments; null when they are none of ours.</summary>
    public static QpartOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new QpartOptions();
        int positional = 0;
        for (int i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--fulcrum" when i + 1 < arguments.Count:
                    options = options with { Fulcrum = arguments[++i] };
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
}
