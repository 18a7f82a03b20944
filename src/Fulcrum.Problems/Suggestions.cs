namespace Fulcrum.Problems;

/// <summary>Did-you-mean: the closest known word.</summary>
public static class Suggestions
{
    /// <summary>The known word with the least edit distance, if it is near enough to be meant.</summary>
    public static string? Closest(string word, IEnumerable<string> known)
    {
        (string? best, int least) = known.Select(k => ((string?)k, Distance(word, k))).DefaultIfEmpty((null, int.MaxValue)).MinBy(k => k.Item2);
        return least <= (word.Length <= 3 ? 1 : Math.Max(2, word.Length / 3)) ? best : null;
    }

    /// <summary>Levenshtein's edit distance.</summary>
    internal static int Distance(string a, string b)
    {
        int[] previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] row = new int[b.Length + 1];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                row[j] = Math.Min(Math.Min(row[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = row;
        }

        return previous[^1];
    }
}
