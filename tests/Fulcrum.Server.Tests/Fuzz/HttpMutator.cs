using System.Buffers.Binary;
using System.Text;

namespace Fulcrum.Server.Tests.Fuzz;

/// <summary>Changes good requests in ways that parsers get wrong: bytes, lines, numbers, lengths, whole pieces.</summary>
/// <param name="random">Seeded: the same changes each time.</param>
internal sealed class HttpMutator(Random random)
{
    private static readonly string[] Tokens =
    [
        "0", "-1", "1e999", "NaN", "-0", "2147483648", "9223372036854775807", "18446744073709551616", "null", "true", "{}", "[]", "[[[[[[[[", "\"\"", "\\ud800", "\u0000", "\r\n", "\n", "\r\n\r\n", ":", ";", ",", "=", "&", "?", "#", "%00", "%zz", "..%2f",
        "chunked", "Transfer-Encoding: chunked\r\n", "Content-Length: 5\r\n", "Inference-Header-Content-Length: 7\r\n", "Expect: 100-continue\r\n", "Connection: close\r\n", "Content-Encoding: gzip\r\n", "Fulcrum-Deadline-Ms: 0.0001\r\n",
        "Range: bytes=5-\r\n", "If-Range: \"x\"\r\n", "HTTP/1.0", "HTTP/9.9", "\"shape\":[1,4],", "\"datatype\":\"BYTES\",", "\"parameters\":{\"binary_data_size\":4},", "\"outputs\":[{\"name\":\"y\"}],", "INT64", "FP16", "BOOL", "\u00ff\u00fe",
    ];

    /// <summary>A request, changed one to four times.</summary>
    public byte[] Mutate(byte[] request)
    {
        List<byte> bytes = [.. request];
        for (int change = random.Next(1, 5); change > 0; change--)
            Change(bytes);
        return [.. bytes];
    }

    /// <summary>Corrects the length of the body, so that what is inside is reached.</summary>
    public static byte[] Fit(byte[] request)
    {
        int end = request.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return request;
        string head = Encoding.Latin1.GetString(request, 0, end);
        head = System.Text.RegularExpressions.Regex.Replace(head, @"(?<=\r\nContent-Length: )\d+", (request.Length - end - 4).ToString());
        return [.. Encoding.Latin1.GetBytes(head), .. request[end..]];
    }

    private void Change(List<byte> bytes)
    {
        if (bytes.Count == 0)
            return;
        int at = random.Next(bytes.Count), length = Math.Min(1 + random.Next(1 << random.Next(8)), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                break;
            case 4 or 5:
                bytes.InsertRange(at, Encoding.Latin1.GetBytes(Tokens[random.Next(Tokens.Length)]));
                break;
            case 6:
                Number(bytes, at);
                break;
            case 7 when bytes.Count >= at + 4:
                byte[] word = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(word, random.Next(3) switch { 0 => -1, 1 => int.MaxValue, _ => random.Next(300) });
                bytes.RemoveRange(at, 4);
                bytes.InsertRange(at, word);
                break;
            default:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    /// <summary>Another number in the place of the next one.</summary>
    private void Number(List<byte> bytes, int at)
    {
        while (at < bytes.Count && !char.IsAsciiDigit((char)bytes[at]))
            at++;
        int end = at;
        while (end < bytes.Count && char.IsAsciiDigit((char)bytes[end]))
            end++;
        bytes.RemoveRange(at, end - at);
        bytes.InsertRange(at, Encoding.Latin1.GetBytes(Tokens[random.Next(8)]));
    }
}
