using System.Net.Sockets;
using System.Text;

namespace Fulcrum.Serving.Benchmarks;

/// <summary>A client of one connection that sends the same bytes again and again and allocates nothing.</summary>
public sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request, _answer = new byte[4 << 20];

    public RawClient(Uri server, string path, string headers, byte[] json, byte[] binary)
    {
        _socket.Connect(server.Host, server.Port);
        _request = [.. Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/octet-stream\r\nContent-Length: {json.Length + binary.Length}\r\nInference-Header-Content-Length: {json.Length}\r\n{headers}\r\n"), .. json, .. binary];
    }

    /// <summary>Sends once and reads the whole answer; its length.</summary>
    public int Ask()
    {
        for (int sent = 0; sent < _request.Length;)
            sent += _socket.Send(_request.AsSpan(sent));
        int read = 0, end = -1, whole = int.MaxValue;
        while (read < whole)
        {
            int part = _socket.Receive(_answer.AsSpan(read));
            if (part == 0)
                throw new IOException("The server closed the connection.");
            read += part;
            if (end < 0 && (end = _answer.AsSpan(0, read).IndexOf("\r\n\r\n"u8)) >= 0)
                whole = end + 4 + Number("Content-Length: "u8, end);
        }

        return _answer.AsSpan().StartsWith("HTTP/1.1 200"u8) ? read : throw new IOException(Encoding.UTF8.GetString(_answer, 0, read));
    }

    /// <summary>A duration of the last answer's Server-Timing, milliseconds.</summary>
    public double Timing(string name)
    {
        string text = Encoding.ASCII.GetString(_answer, 0, 1024);
        int at = text.IndexOf($"{name};dur=", StringComparison.Ordinal) + name.Length + 5;
        return double.Parse(text[at..text.IndexOfAny([',', '\r'], at)]);
    }

    public void Dispose() => _socket.Dispose();

    private int Number(ReadOnlySpan<byte> header, int end)
    {
        int at = _answer.AsSpan(0, end).IndexOf(header) + header.Length, value = 0;
        for (; _answer[at] is >= (byte)'0' and <= (byte)'9'; at++)
            value = (value * 10) + _answer[at] - '0';
        return value;
    }
}
