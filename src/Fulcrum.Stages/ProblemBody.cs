using System.Text.Json;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Stages;

/// <summary>Reads the problem document of an answer.</summary>
public static class ProblemBody
{
    private const int MaximumBytes = 1 << 20;

    /// <summary>The document; null when the answer holds none that is understood.</summary>
    public static async Task<ProblemMessage?> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != ProblemMessage.MediaType || response.Content.Headers.ContentLength > MaximumBytes)
            return null;
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumBytes, cancellation).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            return JsonSerializer.Deserialize(body, ContractJson.Default.ProblemMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
