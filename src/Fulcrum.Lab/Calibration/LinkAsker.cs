using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using Fulcrum.Stages.Links;

namespace Fulcrum.Lab.Calibration;

/// <summary>The asking process of a link measurement: through the same transport as a tier's messages.</summary>
public static class LinkAsker
{
    private const int Echoes = 15, Trials = 2;

    /// <summary>Measures twice the same.</summary>
    /// <param name="address">Where a <see cref="LinkResponder"/> listens.</param>
    /// <param name="shape">What the transport imitates; null: nothing.</param>
    /// <param name="upBytes">Bytes to send.</param>
    /// <param name="downBytes">Bytes to ask for.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<LinkTrial[]> RunAsync(IPEndPoint address, LinkShape? shape, long upBytes, long downBytes, CancellationToken cancellation)
    {
        using var link = new LinkConnector(shape);
        Stream stream = await link.ConnectAsync(address, cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // The first of everything is compiled while it runs.
            await MeasureAsync(stream, 1, 1, cancellation).ConfigureAwait(false);
            var trials = new LinkTrial[Trials];
            for (int i = 0; i < Trials; i++)
                trials[i] = await MeasureAsync(stream, upBytes, downBytes, cancellation).ConfigureAwait(false);
            return trials;
        }
    }

    private static async Task<LinkTrial> MeasureAsync(Stream stream, long upBytes, long downBytes, CancellationToken cancellation)
    {
        byte[] answer = new byte[8];
        double[] echoes = new double[Echoes];
        for (int i = 0; i < Echoes; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await LinkWire.OrderAsync(stream, LinkWire.Echo, 0, cancellation).ConfigureAwait(false);
            await stream.ReadExactlyAsync(answer.AsMemory(0, 1), cancellation).ConfigureAwait(false);
            echoes[i] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        await LinkWire.OrderAsync(stream, LinkWire.Up, upBytes, cancellation).ConfigureAwait(false);
        await LinkWire.SendAsync(stream, upBytes, cancellation).ConfigureAwait(false);
        await stream.ReadExactlyAsync(answer, cancellation).ConfigureAwait(false);
        await LinkWire.OrderAsync(stream, LinkWire.Down, downBytes, cancellation).ConfigureAwait(false);
        double down = await LinkWire.ReceiveAsync(stream, downBytes, cancellation).ConfigureAwait(false);
        Array.Sort(echoes);
        return new LinkTrial(BinaryPrimitives.ReadDoubleLittleEndian(answer), down, echoes[Echoes / 2]);
    }
}
