using System.Buffers.Binary;

namespace Fulcrum.Data.Text;

/// <summary>Texts to token ids: split at blanks, looked up, cut or filled to one length. Two texts have the separator between them; the longer loses its end first.</summary>
/// <param name="vocabulary">Tokens and ids.</param>
/// <param name="ids">Reserved ids.</param>
/// <param name="lowerCase">Whether text is lower-cased first.</param>
/// <param name="length">Ids per sample.</param>
internal sealed class TextCoder(Vocabulary vocabulary, SpecialIds ids, bool lowerCase, int length)
{
    /// <summary>The tokens of a text.</summary>
    public static string[] Tokens(string text, bool lowerCase) =>
        (lowerCase ? text.ToLowerInvariant() : text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Samples as little-endian 64-bit ids, one after the other.</summary>
    public byte[] Encode(IReadOnlyList<TsvRow> rows)
    {
        byte[] samples = new byte[rows.Count * length * sizeof(long)];
        for (int i = 0; i < rows.Count; i++)
            Encode(rows[i].Texts, samples.AsSpan(i * length * sizeof(long), length * sizeof(long)));
        return samples;
    }

    private void Encode(IReadOnlyList<string> texts, Span<byte> sample)
    {
        int[][] coded = [.. texts.Select(t => Tokens(t, lowerCase).Select(token => vocabulary.Ids.GetValueOrDefault(token, ids.Unknown)).ToArray())];
        int[] kept = Kept(coded);
        int position = 0;
        for (int text = 0; text < coded.Length; text++)
        {
            if (text > 0)
                Put(sample, ref position, ids.Separator!.Value);
            foreach (int id in coded[text].AsSpan(0, kept[text]))
                Put(sample, ref position, id);
        }

        while (position < length)
            Put(sample, ref position, ids.Pad);
    }

    /// <summary>How many ids of each text stay.</summary>
    private int[] Kept(int[][] coded)
    {
        if (coded.Length == 1)
            return [Math.Min(length, coded[0].Length)];
        int room = Math.Max(0, length - 1), first = coded[0].Length, second = coded[1].Length;
        if (first + second <= room)
            return [first, second];
        int half = room / 2;
        if (second <= half)
            return [room - second, second];
        return first <= room - half ? [first, room - first] : [room - half, half];
    }

    private static void Put(Span<byte> sample, ref int position, int id) =>
        BinaryPrimitives.WriteInt64LittleEndian(sample[(position++ * sizeof(long))..], id);
}
