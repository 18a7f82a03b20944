using System.Globalization;

namespace Fulcrum.Problems;

/// <summary>Text from outside as it can be shown: names in a model may hold anything.</summary>
public static class Printable
{
    /// <summary>The text with control characters, line breaks and marks that turn the direction of writing replaced, cut to a length.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">The most characters to keep.</param>
    public static string Of(string text, int most)
    {
        if (text.Length <= most && !text.Any(IsHidden))
            return text;
        string cut = text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "...");
        return string.Concat(cut.Select(c => IsHidden(c) ? '?' : c));
    }

    private static bool IsHidden(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
