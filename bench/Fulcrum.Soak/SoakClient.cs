using System.Net.Sockets;
using System.Text;

namespace Fulcrum.Soak;

/// <summary>A client of one connection that sends the same bytes again and again, and holds every answer's body against the first.</summary>
public sealed class SoakClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request, _answer = new byte[64 << 10];
    private byte[]? _first;

    /// <param name="server">Where.</param>
    /// <param name="path">The route.</param>
    /// <param name="headers">Besides the usual.</param>
    /// <param name="body">The body.</param>
    public SoakClient(Uri server, string path, string headers, byte[] body)
    {
        _socket.Connect(server.Host, server.Port);
        _request = [.. Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: soak\r\nContent-Length: {body.Length}\r\n{headers}\r\n"), .. body];
    }

    /// <summary>Asks once.</summary>
    /// <returns>Whether it was answered; false where the model is not there at the moment.</returns>
    /// <exception cref="IOException">Another answer than the first, another status, or none.</exception>
    public bool Ask()
    {
        for (int sent = 0; sent < _request.Length;)
            sent += _socket.Send(_request.AsSpan(sent));
        int read = 0, body = -1, whole = int.MaxValue;
        while (read < whole)
        {
            int part = _socket.Receive(_answer.AsSpan(read));
            if (part == 0)
                throw new IOException("The server closed the connection.");
            read += part;
            if (body < 0 && _answer.AsSpan(0, read).IndexOf("\r\n\r\n"u8) is >= 0 and int end)
                (body, whole) = (end + 4, end + 4 + Length(end));
        }

        if (_answer.AsSpan().StartsWith("HTTP/1.1 404"u8) || _answer.AsSpan().StartsWith("HTTP/1.1 503"u8))
            return false;
        if (!_answer.AsSpan().StartsWith("HTTP/1.1 200"u8))
            throw new IOException(Encoding.UTF8.GetString(_answer, 0, read));
        ReadOnlySpan<byte> answer = _answer.AsSpan(body, read - body);
        _first ??= answer.ToArray();
        return answer.SequenceEqual(_first) ? true : throw new IOException($"Another answer than before: {Encoding.UTF8.GetString(answer)}");
    }

    public void Dispose() => _socket.Dispose();

    private int Length(int end)
    {
        ReadOnlySpan<byte> header = "Content-Length: "u8;
        int at = _answer.AsSpan(0, end).IndexOf(header) + header.Length, value = 0;
        for (; _answer[at] is >= (byte)'0' and <= (byte)'9'; at++)
            value = (value * 10) + _answer[at] - '0';
        return value;
    }
}
