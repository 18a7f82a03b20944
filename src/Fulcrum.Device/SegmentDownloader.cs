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
        using var content = new MemoryStream((int)segment.Bytes);
        await new RangedDownload(http, retry, time).FetchAsync(Routes.Segment(segment.Id), segment.Id, segment.Bytes, content, cancellation).ConfigureAwait(false);
        byte[] file = content.ToArray();
        return SegmentWriter.Hash(file) == segment.Id
            ? file
            : throw new InputException("segment-hash-mismatch", segment.Id, "The downloaded segment is not what its id says.", "Try again; if it stays, the server's copy is damaged.");
    }
}
