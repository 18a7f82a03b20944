using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Fulcrum.Cli.Units;

/// <summary>`--dim NAME=SIZE`, as often as wanted: sizes for symbolic dimensions.</summary>
internal static class DimOption
{
    public static Option<IReadOnlyDictionary<string, long>> Create() => new("--dim")
    {
        Description = "Size of a symbolic dimension of the inputs, for example --dim batch=1 --dim sequence=128. Those without one count 1.",
        Arity = ArgumentArity.ZeroOrMore,
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => new Dictionary<string, long>(),
        CustomParser = Parse,
    };

    private static Dictionary<string, long>? Parse(ArgumentResult result)
    {
        var dims = new Dictionary<string, long>();
        foreach (Token token in result.Tokens)
        {
            int equals = token.Value.LastIndexOf('=');
            if (equals < 1 || !long.TryParse(token.Value.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long size) || size < 1)
            {
                result.AddError($"--dim '{token.Value}' is no dimension: write NAME=SIZE with a size of at least 1.");
                return null;
            }

            dims[token.Value[..equals]] = size;
        }

        return dims;
    }
}
