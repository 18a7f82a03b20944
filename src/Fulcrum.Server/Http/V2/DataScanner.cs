using System.Buffers;
using System.Text.Json;

namespace Fulcrum.Server.Http.V2;

/// <summary>Finds where a JSON array ends, without reading its values.</summary>
internal static class DataScanner
{
    /// <summary>Deepest nesting of a whole request.</summary>
    public const int Deepest = 100;

    private static readonly SearchValues<byte> Brackets = SearchValues.Create("[]\""u8), StringEnds = SearchValues.Create("\"\\"u8);

    /// <summary>The number of bytes from an array's '[' to its ']', both included.</summary>
    /// <param name="json">From the '[' on.</param>
    /// <param name="depth">Levels that are open already.</param>
    /// <exception cref="JsonException">It does not end, or is nested too deep.</exception>
    public static int Length(ReadOnlySpan<byte> json, int depth)
    {
        int open = 0, at = 0;
        while (true)
        {
            int next = json[at..].IndexOfAny(Brackets);
            if (next < 0)
                throw new JsonException("An array of tensor data does not end.");
            at += next;
            switch (json[at++])
            {
                case (byte)'[':
                    if (++open + depth > Deepest)
                        throw new JsonException($"The request is nested more than {Deepest} deep.");
                    break;
                case (byte)']':
                    if (--open == 0)
                        return at;
                    break;
                default:
                    at += Text(json[at..]);
                    break;
            }
        }
    }

    private static int Text(ReadOnlySpan<byte> json)
    {
        int at = 0;
        while (true)
        {
            int next = json[at..].IndexOfAny(StringEnds);
            if (next < 0)
                throw new JsonException("A text of tensor data does not end.");
            at += next + 1;
            if (json[at - 1] == (byte)'"')
                return at;
            at++;
            if (at > json.Length)
                throw new JsonException("A text of tensor data does not end.");
        }
    }
}
