using System.Net;
using System.Net.Http.Headers;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Segments;

namespace Fulcrum.Device;

/// <summary>
/// Fetches a segment file into memory. When the connection breaks it waits, and asks for the rest only; nothing is written anywhere
/// before the whole file has the right hash.
/// </summary>
/// <param name="http">A client whose base address is the server.</param>
/// <param name="retry">How long and how often to try again.</param>
/// <param name="time">The clock that waits.</param>
public sealed class SegmentDownloader(HttpClient http, RetryOptions retry, TimeProvider time)
{
    /// <summary>Fetches a segment.</summary>
    /// <exception cref="LinkException">The server stayed away for all attempts.</exception>
    /// <exception cref="InputException">The server has no such segment, or its content is not what the id says.</exception>
    public async Task<byte[]> FetchAsync(SegmentMessage segment, CancellationToken cancellation)
    {
        if (segment.Bytes is <= 0 or > int.MaxValue)
            throw new InputException("segment-limit", "segment.bytes", $"A segment of {segment.Bytes} bytes cannot be downloaded.", "Ask for another cut.");
        byte[] file = new byte[segment.Bytes];
        int received = 0;
        for (int failures = 0; received < file.Length;)
        {
            try
            {
                received = await ContinueAsync(segment.Id, file, received, cancellation).ConfigureAwait(false);
                failures = 0;
            }
            catch (Exception broken) when (IsLink(broken) && !cancellation.IsCancellationRequested)
            {
                if (failures >= retry.Attempts)
                    throw new LinkException("download", $"the server went away after {received} of {file.Length} bytes and did not return ({broken.Message})", broken);
                await Task.Delay(retry.Wait(failures++), time, cancellation).ConfigureAwait(false);
            }
        }

        return SegmentWriter.Hash(file) == segment.Id
            ? file
            : throw new InputException("segment-hash-mismatch", segment.Id, "The downloaded segment is not what its id says.", "Try again; if it stays, the server's copy is damaged.");
    }

    private async Task<int> ContinueAsync(string id, byte[] file, int received, CancellationToken cancellation)
    {
        using HttpRequestMessage request = http.Request(HttpMethod.Get, Routes.Segment(id));
        if (received > 0)
        {
            request.Headers.Range = new RangeHeaderValue(received, null);
            request.Headers.IfRange = new RangeConditionHeaderValue($"\"{id}\"");
        }

        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        await ProblemReader.ThrowIfProblemAsync(response, "download", cancellation).ConfigureAwait(false);
        int position = response.StatusCode == HttpStatusCode.PartialContent ? received : 0;
        if (response.Content.Headers.ContentLength is long length && length != file.Length - position)
            throw new InputException("segment-length", id, $"The server sends {length} bytes, {file.Length - position} were promised.", "Ask for a new plan.");
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        try
        {
            int read;
            while (position < file.Length && (read = await body.ReadAsync(file.AsMemory(position), cancellation).ConfigureAwait(false)) > 0)
                position += read;
        }
        catch (Exception broken) when (IsLink(broken) && !cancellation.IsCancellationRequested && position > received)
        {
            return position;
        }

        return position > received ? position : throw new IOException("the connection closed without a byte");
    }

    /// <summary>Whether an exception means that the server or the way to it failed; a time-out of the client arrives as a cancellation.</summary>
    internal static bool IsLink(Exception exception) => exception is HttpRequestException or IOException or TaskCanceledException;
}
