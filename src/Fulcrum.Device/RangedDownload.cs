using System.Net;
using System.Net.Http.Headers;
using Fulcrum.Problems;

namespace Fulcrum.Device;

/// <summary>Fetches content whose name is its hash. When the connection breaks it waits, and asks for the rest only; whether it is what was asked for, is for the caller to check.</summary>
/// <param name="http">A client whose base address is the server.</param>
/// <param name="retry">How long and how often to try again.</param>
/// <param name="time">The clock that waits.</param>
internal sealed class RangedDownload(HttpClient http, RetryOptions retry, TimeProvider time)
{
    /// <summary>Fetches what is missing behind a stream's end.</summary>
    /// <param name="route">Where.</param>
    /// <param name="id">Its hash, which is its ETag.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="target">Where it goes: what it holds is its beginning, from an earlier time.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="LinkException">The server stayed away for all attempts.</exception>
    /// <exception cref="InputException">The server refuses, or sends another length.</exception>
    public async Task FetchAsync(string route, string id, long length, Stream target, CancellationToken cancellation)
    {
        for (int failures = 0; target.Length < length;)
        {
            try
            {
                await ContinueAsync(route, id, length, target, cancellation).ConfigureAwait(false);
                failures = 0;
            }
            catch (Exception broken) when (IsLink(broken) && !cancellation.IsCancellationRequested)
            {
                if (failures >= retry.Attempts)
                    throw new LinkException("download", $"the server went away after {target.Length} of {length} bytes and did not return ({broken.Message})", broken);
                await Task.Delay(retry.Wait(failures++), time, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task ContinueAsync(string route, string id, long length, Stream target, CancellationToken cancellation)
    {
        using HttpRequestMessage request = http.Request(HttpMethod.Get, route);
        if (target.Length > 0)
        {
            request.Headers.Range = new RangeHeaderValue(target.Length, null);
            request.Headers.IfRange = new RangeConditionHeaderValue($"\"{id}\"");
        }

        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        await ProblemReader.ThrowIfProblemAsync(response, "download", cancellation).ConfigureAwait(false);
        long start = response.StatusCode == HttpStatusCode.PartialContent ? target.Length : 0;
        if (response.Content.Headers.ContentLength is long sent && sent != length - start)
            throw new InputException("segment-length", id, $"The server sends {sent} bytes, {length - start} were promised.", "Ask for a new plan.");
        using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        target.SetLength(start);
        target.Position = start;
        byte[] piece = new byte[1 << 16];
        try
        {
            for (int read; target.Length < length && (read = await body.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, length - target.Length)), cancellation).ConfigureAwait(false)) > 0;)
                await KeepAsync(target, piece.AsMemory(0, read), cancellation).ConfigureAwait(false);
        }
        catch (Exception broken) when (IsLink(broken) && !cancellation.IsCancellationRequested && target.Length > start)
        {
            return;
        }

        if (target.Length == start)
            throw new IOException("the connection closed without a byte");
    }

    /// <summary>A disk that is full is not the link's fault, and waiting does not help.</summary>
    private static async Task KeepAsync(Stream target, ReadOnlyMemory<byte> piece, CancellationToken cancellation)
    {
        try
        {
            await target.WriteAsync(piece, cancellation).ConfigureAwait(false);
        }
        catch (IOException full)
        {
            throw new InputException("download-not-writable", "download", full.Message, "Check the folder and the free space.", full);
        }
    }

    /// <summary>Whether an exception means that the server or the way to it failed; a time-out of the client arrives as a cancellation.</summary>
    public static bool IsLink(Exception exception) => exception is HttpRequestException or IOException or TaskCanceledException;
}
