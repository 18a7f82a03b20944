using Fulcrum.Problems;
using Fulcrum.Protocol.Checksums;

namespace Fulcrum.Device;

/// <summary>Reads an answer and holds it against its checksum.</summary>
internal static class CheckedBody
{
    /// <param name="response">The answer.</param>
    /// <param name="phase">What is being done.</param>
    /// <param name="route">What was asked.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LinkException">It was changed on its way.</exception>
    /// <exception cref="InputException"><c>server-foreign</c>: it has no checksum.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, string phase, string route, CancellationToken cancellation)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        if (!response.Headers.TryGetValues(BodyChecksum.Header, out IEnumerable<string>? said))
            throw new InputException("server-foreign", phase, $"The server's answer has no {BodyChecksum.Header}.", "Check the server's address and version.");
        return said.First() == BodyChecksum.Of(route, body) ? body : throw new LinkException(phase, "the answer was changed on its way: its checksum does not fit");
    }
}
