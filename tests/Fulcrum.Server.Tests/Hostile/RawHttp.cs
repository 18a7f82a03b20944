using System.Net.Sockets;
using System.Text;

namespace Fulcrum.Server.Tests.Hostile;

/// <summary>Bytes to a server as they are, and what comes back.</summary>
internal static class RawHttp
{
    /// <summary>Connects.</summary>
    public static async Task<TcpClient> Connect(Uri server)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port);
        return client;
    }

    /// <summary>Sends and reads until the server closes, or sends nothing more for so long.</summary>
    public static async Task<string> Ask(Uri server, byte[] bytes, double quietSeconds = 1)
    {
        using TcpClient client = await Connect(server);
        await Write(client, bytes);
        return Encoding.Latin1.GetString(await Read(client, quietSeconds));
    }

    public static Task<string> Ask(Uri server, string text, double quietSeconds = 1) => Ask(server, Encoding.Latin1.GetBytes(text), quietSeconds);

    /// <summary>A server may close while it is written to.</summary>
    public static async Task Write(TcpClient client, byte[] bytes)
    {
        try
        {
            for (int sent = 0; sent < bytes.Length;)
                sent += await client.Client.SendAsync(bytes.AsMemory(sent));
        }
        catch (SocketException)
        {
            // What it answered before is read all the same.
        }
    }

    public static async Task<byte[]> Read(TcpClient client, double quietSeconds)
    {
        var all = new MemoryStream();
        byte[] piece = new byte[64 << 10];
        try
        {
            while (true)
            {
                using var quiet = new CancellationTokenSource(TimeSpan.FromSeconds(quietSeconds));
                int read = await client.Client.ReceiveAsync(piece.AsMemory(), quiet.Token);
                if (read == 0)
                    break;
                all.Write(piece, 0, read);
            }
        }
        catch (Exception end) when (end is SocketException or OperationCanceledException)
        {
            // Reset, or quiet.
        }

        return all.ToArray();
    }

    /// <summary>The statuses of all answers in what came.</summary>
    public static IReadOnlyList<int> Statuses(string text) =>
        [.. System.Text.RegularExpressions.Regex.Matches(text, @"HTTP/1\.1 (\d{3})").Select(m => int.Parse(m.Groups[1].Value))];

    /// <summary>A request with a body.</summary>
    public static string Post(string path, string body, string headers = "") => $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\n{headers}\r\n{body}";
}
