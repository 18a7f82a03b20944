using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using Fulcrum.Protocol.Checksums;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Tensors;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Device;

/// <summary>A plan ready to run: the first half is loaded, the rest is asked of the server. One batch at a time.</summary>
public sealed class PreparedPlan : IDisposable
{
    private const string Route = "/fulcrum/v1/models/{name}/versions/{version}/cuts/{cut}/infer";
    private readonly FirstHalf? _firstHalf;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly TensorQuantization _quantization;

    internal PreparedPlan(PlanMessage plan, FirstHalf? firstHalf, HttpClient http, TimeProvider time, TimeSpan download, long downloadedBytes)
    {
        (Plan, _firstHalf, _http, _time, Download, DownloadedBytes) = (plan, firstHalf, http, time, download, downloadedBytes);
        _quantization = new TensorQuantization(plan.CutTensor.Bits, plan.CutTensor.Scale, plan.CutTensor.ZeroPoint);
    }

    /// <summary>The plan.</summary>
    public PlanMessage Plan { get; }

    /// <summary>How long fetching the segment took; zero when nothing was fetched.</summary>
    public TimeSpan Download { get; }

    /// <summary>Bytes of the segment that came over the wire; 0 when it was held.</summary>
    public long DownloadedBytes { get; }

    /// <summary>Runs a batch through device and server.</summary>
    /// <param name="samples">The inputs, one after the other.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="LinkException">The server cannot be reached or fails.</exception>
    /// <exception cref="Problems.InputException">The samples do not fit, or the server refuses.</exception>
    public async Task<InferenceResult> InferAsync(ReadOnlyMemory<float> samples, int count, CancellationToken cancellation = default)
    {
        using Activity? span = Spans.Source.HasListeners() ? RequestSpan.Start(Plan.Model, string.Create(CultureInfo.InvariantCulture, $"cut {Plan.Cut}, level {Plan.Level}")) : null;
        try
        {
            InferenceResult result = await AnswerAsync(samples, count, cancellation).ConfigureAwait(false);
            span.Crossed(result.BytesUp, result.BytesDown);
            return result;
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _firstHalf?.Dispose();

    private async Task<InferenceResult> AnswerAsync(ReadOnlyMemory<float> samples, int count, CancellationToken cancellation)
    {
        long started = _time.GetTimestamp();
        if (Plan.Cut == Plan.Layers)
        {
            float[] answer = Compute(samples.Span, count).ToArray();
            return new InferenceResult(answer, new PhaseTimes(_time.GetElapsedTime(started), default, default, default), 0, 0);
        }

        byte[] body = Code(samples.Span, count);
        TimeSpan device = _time.GetElapsedTime(started);
        return await PostAsync(body, count, device, cancellation).ConfigureAwait(false);
    }

    private ReadOnlySpan<float> Compute(ReadOnlySpan<float> samples, int count)
    {
        using Activity? span = Spans.Start("compute");
        return _firstHalf!.Run(samples, count);
    }

    private byte[] Code(ReadOnlySpan<float> samples, int count)
    {
        ReadOnlySpan<float> tensor = _firstHalf is null ? samples : Compute(samples, count);
        using Activity? span = Spans.Start("encode");
        byte[] body = new byte[TensorCodec.EncodedLength(_quantization, count, Plan.CutTensor.Elements)];
        TensorCodec.Encode(tensor, Plan.CutTensor.Elements, _quantization, body);
        return body;
    }

    private async Task<InferenceResult> PostAsync(byte[] body, int count, TimeSpan device, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        string route = Routes.Infer(Plan.Model, Plan.Version, Plan.Cut, Plan.Level, count);
        using HttpRequestMessage request = _http.Request(HttpMethod.Post, route, content);
        request.Headers.Add(BodyChecksum.Header, BodyChecksum.Of(route, body));
        using Activity? span = Spans.StartCall(request, Route);
        long sent = _time.GetTimestamp();
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            TimeSpan headers = _time.GetElapsedTime(sent);
            span.Answered(response, body.Length, response.Content.Headers.ContentLength ?? 0);
            await ProblemReader.ThrowIfProblemAsync(response, "infer", cancellation).ConfigureAwait(false);
            byte[] answer = await CheckedBody.ReadAsync(response, "infer", route, cancellation).ConfigureAwait(false);
            TimeSpan all = _time.GetElapsedTime(sent), server = ServerTiming.Total(response);
            if (answer.Length != (long)count * Plan.OutputElements * sizeof(float))
                throw new LinkException("infer", $"the server answers {answer.Length} bytes for {count} samples of {Plan.OutputElements} values");
            TimeSpan uplink = headers > server ? headers - server : TimeSpan.Zero;
            return new InferenceResult(MemoryMarshal.Cast<byte, float>(answer).ToArray(), new PhaseTimes(device, uplink, server, all - headers), body.Length, answer.Length);
        }
        catch (Exception broken) when (RangedDownload.IsLink(broken) && !cancellation.IsCancellationRequested)
        {
            span.Fail(broken);
            throw new LinkException("infer", $"the server at {_http.BaseAddress} went away ({broken.Message})", broken);
        }
    }
}
