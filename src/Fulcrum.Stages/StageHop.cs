using System.Diagnostics;
using System.Net;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Plans;
using Fulcrum.Stages.Links;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Stages;

/// <summary>The way to the next tier of a plan.</summary>
/// <param name="next">Its address.</param>
/// <param name="shape">What link to imitate; null: the link as it is.</param>
/// <param name="model">The plan's model.</param>
/// <param name="credentials">What to show it; null: nothing.</param>
public sealed class StageHop(Uri next, LinkShape? shape, string model, Credentials? credentials = null) : IDisposable
{
    private const string RouteTemplate = "/fulcrum/v1/plans/{model}/run";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5), SoonAgain = TimeSpan.FromSeconds(1);
    private readonly LinkClient _client = new(next, shape, Patience, credentials);
    private readonly Uri _route = new(next, Routes.RunPlan(model));

    /// <summary>Posts a frame and reads the answer.</summary>
    /// <param name="frame">The coded tensors.</param>
    /// <param name="answer">Room for the answer's frame, whose length is known.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <returns>What the tiers say of their time: the header as it came, empty without one.</returns>
    /// <exception cref="HopException">The next tier cannot be reached, or fails.</exception>
    /// <exception cref="InputException">The next tier refuses, with its own problems.</exception>
    public async Task<string> SendAsync(ReadOnlyMemory<byte> frame, Memory<byte> answer, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _route) { Content = new ReadOnlyMemoryContent(frame) };
        using Activity? span = Spans.StartCall(request, RouteTemplate);
        try
        {
            using HttpResponseMessage response = await _client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            span.Answered(response, frame.Length, answer.Length);
            if (!response.IsSuccessStatusCode)
                throw await RefusalAsync(response, cancellation).ConfigureAwait(false);
            if (response.Content.Headers.ContentLength is long length && length != answer.Length)
                throw new HopException($"the tier at {next} answers {length} bytes, {answer.Length} are expected");
            using Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            int read = await body.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            if (read < answer.Length)
                throw new HopException($"the answer of the tier at {next} ends after {read} of {answer.Length} bytes");
            return response.Headers.TryGetValues(StageTiming.Header, out IEnumerable<string>? timing) ? string.Join(", ", timing) : "";
        }
        catch (Exception broken) when (IsLink(broken, cancellation))
        {
            span.Fail(broken);
            throw new HopException($"the tier at {next} cannot be reached ({broken.Message})", broken);
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }

    /// <summary>Posts bytes that are dropped: what they take is the link's, whatever plan runs.</summary>
    /// <param name="bytes">What to send, at most <see cref="Routes.LargestProbe"/> bytes.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <exception cref="HopException">The next tier cannot be reached, or fails.</exception>
    public async Task ProbeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(next, Routes.ProbeUp)) { Content = new ReadOnlyMemoryContent(bytes) };
            using HttpResponseMessage response = await _client.Http.SendAsync(request, cancellation).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new HopException($"the tier at {next} answers {(int)response.StatusCode} to a probe");
        }
        catch (Exception broken) when (IsLink(broken, cancellation))
        {
            throw new HopException($"the tier at {next} cannot be reached ({broken.Message})", broken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    /// <summary>Whether the way failed; a connection may break while the request is being given up, which is no other failure then.</summary>
    private static bool IsLink(Exception failure, CancellationToken cancellation) => failure is HttpRequestException or IOException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested);

    private async Task<Exception> RefusalAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        ProblemMessage? problem = await ProblemBody.ReadAsync(response, cancellation).ConfigureAwait(false);
        int status = (int)response.StatusCode;
        if (status is >= 400 and < 500 && problem is { Problems.Count: > 0 })
            return new InputException([.. problem.Problems.Select(p => p with { Place = $"{next.Authority}: {p.Place}" })]);
        return new HopException($"the tier at {next} answers {status} {response.ReasonPhrase}{(problem is null ? "" : $": {problem.Title}")}")
        {
            RetryAfter = response.StatusCode == HttpStatusCode.ServiceUnavailable ? response.Headers.RetryAfter?.Delta ?? SoonAgain : null,
        };
    }
}
