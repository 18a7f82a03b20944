using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>An equation such as <c>bij,bjk->bik</c>, one letter per axis; dots stand for all axes that have no letter.</summary>
/// <param name="Inputs">The letters of each input.</param>
/// <param name="Output">The letters of the output.</param>
internal sealed record EinsumEquation(IReadOnlyList<string> Inputs, string Output)
{
    /// <summary>Stands for the dots.</summary>
    public const char Rest = '.';

    private const int MaximumRank = 64;

    /// <summary>The letters that the output lacks.</summary>
    public IEnumerable<char> Summed => Inputs.SelectMany(i => i).Distinct().Where(letter => !Output.Contains(letter, StringComparison.Ordinal));

    /// <summary>Whether the output lacks a letter.</summary>
    public bool SumsLetters => Summed.Any();

    /// <summary>Reads an equation; null when it is none.</summary>
    public static EinsumEquation? Parse(string text)
    {
        if (text.Replace("...", "", StringComparison.Ordinal).Contains(Rest, StringComparison.Ordinal))
            return null;
        string[] sides = text.Replace(" ", "", StringComparison.Ordinal).Replace("...", ".", StringComparison.Ordinal).Split("->");
        string[] inputs = sides[0].Split(',');
        if (sides.Length > 2 || !sides.All(side => side.All(c => char.IsAsciiLetter(c) || c is Rest or ',')) || inputs.Any(HasTwoRests))
            return null;
        string output = sides.Length == 2 ? sides[1] : Implied(sides[0]);
        bool isKnown = output.All(c => sides[0].Contains(c, StringComparison.Ordinal) && (c != ',')) && output.Distinct().Count() == output.Length;
        return isKnown ? new EinsumEquation(inputs, output) : null;
    }

    /// <summary>What the letters and dots stand for; null when the ranks are not known or do not fit.</summary>
    public EinsumSizes? Sizes(IReadOnlyList<IReadOnlyList<Dim>?> shapes)
    {
        var letters = new Dictionary<char, Dim>();
        IReadOnlyList<Dim> rest = [];
        for (int i = 0; i < Inputs.Count; i++)
        {
            if (shapes[i] is not { Count: <= MaximumRank } shape)
                return null;
            int dots = Inputs[i].IndexOf(Rest, StringComparison.Ordinal);
            int count = shape.Count - Inputs[i].Length + (dots < 0 ? 0 : 1);
            if (count < 0 || (dots < 0 && count > 0))
                return null;
            if (dots >= 0)
                rest = Shapes.Broadcast(rest, [.. shape.Skip(dots).Take(count)])!;
            for (int j = 0; j < Inputs[i].Length; j++)
            {
                if (j != dots)
                    letters[Inputs[i][j]] = Common(letters, Inputs[i][j], shape[dots >= 0 && j > dots ? j + count - 1 : j]);
            }
        }

        return new EinsumSizes(letters, rest);
    }

    private static Dim Common(Dictionary<char, Dim> letters, char letter, Dim size) =>
        letters.TryGetValue(letter, out Dim known) ? Shapes.Broadcast([known], [size])![0] : size;

    private static bool HasTwoRests(string input) => input.Count(c => c == Rest) > 1;

    /// <summary>Without an arrow: the dots, then the letters that occur once, in order.</summary>
    private static string Implied(string inputs)
    {
        string once = string.Concat(inputs.Where(char.IsAsciiLetter).GroupBy(c => c).Where(g => g.Count() == 1).Select(g => g.Key).Order());
        return inputs.Contains(Rest, StringComparison.Ordinal) ? Rest + once : once;
    }
}

/// <summary>What the letters and dots of an equation stand for.</summary>
/// <param name="Letters">The size of each letter.</param>
/// <param name="Rest">The dimensions of the dots.</param>
internal sealed record EinsumSizes(IReadOnlyDictionary<char, Dim> Letters, IReadOnlyList<Dim> Rest)
{
    /// <summary>The dimensions that a letter stands for: one, or all of the dots.</summary>
    public IReadOnlyList<Dim> Of(char letter) => letter == EinsumEquation.Rest ? Rest : [Letters[letter]];
}
