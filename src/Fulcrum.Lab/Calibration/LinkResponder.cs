using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Fulcrum.Lab.Calibration;

/// <summary>The answering process of a link measurement.</summary>
public static class LinkResponder
{
    /// <summary>Answers one connection to its end.</summary>
    /// <param name="address">Where to listen, on a free port.</param>
    /// <param name="listening">Told where.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(IPAddress address, Action<IPEndPoint> listening, CancellationToken cancellation)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start(1);
        listening((IPEndPoint)listener.LocalEndpoint);
        using Socket socket = await listener.AcceptSocketAsync(cancellation).ConfigureAwait(false);
        socket.NoDelay = true;
        var stream = new NetworkStream(socket);
        await using (stream.ConfigureAwait(false))
        {
            while (await LinkWire.NextAsync(stream, cancellation).ConfigureAwait(false) is { } order)
                await AnswerAsync(stream, order.What, order.Count, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task AnswerAsync(NetworkStream stream, byte what, long count, CancellationToken cancellation)
    {
        switch (what)
        {
            case LinkWire.Echo:
                await stream.WriteAsync(new byte[1], cancellation).ConfigureAwait(false);
                break;
            case LinkWire.Up:
                double bitsPerSecond = await LinkWire.ReceiveAsync(stream, count, cancellation).ConfigureAwait(false);
                byte[] rate = new byte[8];
                BinaryPrimitives.WriteDoubleLittleEndian(rate, bitsPerSecond);
                await stream.WriteAsync(rate, cancellation).ConfigureAwait(false);
                break;
            case LinkWire.Down:
                await LinkWire.SendAsync(stream, count, cancellation).ConfigureAwait(false);
                break;
            default:
                throw new IOException("The other side is no calibration.");
        }
    }
}
