using System.Text;
using Fulcrum.Problems;

namespace Fulcrum.Data.Text;

/// <summary>Tokens and their ids.</summary>
/// <param name="Ids">The id of every token.</param>
/// <param name="Size">Ids are 0 to this, exclusive.</param>
internal sealed record Vocabulary(IReadOnlyDictionary<string, int> Ids, int Size)
{
    /// <summary>A file of tokens, one a line; the line's index is the id.</summary>
    /// <exception cref="InputException"><c>vocabulary</c>: no UTF-8, or a token twice.</exception>
    public static Vocabulary Parse(string path, ReadOnlySpan<byte> content)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content);
        }
        catch (DecoderFallbackException failure)
        {
            throw new InputException("vocabulary", path, $"Byte {failure.Index + 1} is no UTF-8.", "Save the file as UTF-8 text.", failure);
        }

        string[] lines = text.EndsWith('\n') ? text[..^1].Split('\n') : text.Split('\n');
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            string token = lines[i].TrimEnd('\r');
            if (!ids.TryAdd(token, i))
                throw new InputException("vocabulary", $"{path}: line {i + 1}", $"The token '{Printable.Of(token, 60)}' is in line {ids[token] + 1} too.", "Write every token once.");
        }

        return new Vocabulary(ids, lines.Length);
    }

    /// <summary>The most frequent tokens, of equal ones the ordinally first, at the ids that are not reserved.</summary>
    /// <param name="tokens">Every token of the training texts.</param>
    /// <param name="size">Ids in all.</param>
    /// <param name="reserved">Ids that no token may have.</param>
    public static Vocabulary Build(IEnumerable<string> tokens, int size, IReadOnlyList<int> reserved)
    {
        var ranked = tokens.CountBy(t => t, StringComparer.Ordinal).OrderByDescending(t => t.Value).ThenBy(t => t.Key, StringComparer.Ordinal).Select(t => t.Key);
        var free = Enumerable.Range(0, size).Where(id => !reserved.Contains(id));
        return new Vocabulary(ranked.Zip(free).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal), size);
    }
}
