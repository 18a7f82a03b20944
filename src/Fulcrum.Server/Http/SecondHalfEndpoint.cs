using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using Fulcrum.Planning.Patterns;
using Fulcrum.Problems;
using Fulcrum.Protocol.Checksums;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Protocol.Tensors;
using Fulcrum.Server.Chains;
using Fulcrum.Server.Phases;
using Microsoft.AspNetCore.Http;

namespace Fulcrum.Server.Http;

/// <summary>Runs the second half on posted cut tensors: coded bytes in, floats out, no JSON on the way.</summary>
internal sealed class SecondHalfEndpoint(ServerOptions options, PhaseLog phases, TimeProvider time)
{
    public async Task AnswerAsync(HttpContext context, ChainState model, string version, int cut)
    {
        long started = time.GetTimestamp();
        (Pattern pattern, int samples) = Parse(context.Request, model.Snapshot, version, cut);
        SecondHalf half = model.SecondHalf(cut);
        int length = ExpectedLength(context.Request, pattern, samples, half.InputElements);
        byte[] body = ArrayPool<byte>.Shared.Rent(length);
        BoundBatch batch = half.Rent(samples);
        try
        {
            await ReadAsync(context.Request, body.AsMemory(0, length), context.RequestAborted).ConfigureAwait(false);
            string route = Routes.Infer(model.Snapshot.Name, version, cut, pattern.Level, samples);
            Verify(context.Request, route, body.AsSpan(0, length));
            long read = time.GetTimestamp();
            TensorCodec.Decode(body.AsSpan(0, length), half.InputElements, pattern.CutTensor, batch.Input);
            long decoded = time.GetTimestamp();
            batch.Run();
            long ran = time.GetTimestamp();
            context.Response.Headers["Server-Timing"] = Timing(started, read, decoded, ran);
            context.Response.Headers[BodyChecksum.Header] = BodyChecksum.Of(route, MemoryMarshal.AsBytes(batch.Output));
            await WriteAsync(context, batch).ConfigureAwait(false);
            phases.Record(model.Snapshot.Name, new RequestPhases(started, read, decoded, decoded, ran, ran, ran, time.GetTimestamp()));
        }
        finally
        {
            half.Return(batch);
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private (Pattern Pattern, int Samples) Parse(HttpRequest request, ChainSnapshot snapshot, string version, int cut)
    {
        if (version != snapshot.Version)
            throw new InputException("version-unknown", "version", "The model is not served in this version.", $"Version {snapshot.Version} is; ask for a new plan.");
        if (!double.TryParse(request.Query["level"], NumberStyles.Float, CultureInfo.InvariantCulture, out double level))
            throw new InputException("query-malformed", "level", "The level is missing or no number.", "Use the plan's level.");
        if (!int.TryParse(request.Query["samples"], NumberStyles.None, CultureInfo.InvariantCulture, out int samples) || samples < 1 || samples > options.MaxSamples)
            throw new InputException("query-malformed", "samples", $"The number of samples is missing or not 1 to {options.MaxSamples}.", "Send smaller batches.");
        return (snapshot.Pattern(cut, level), samples);
    }

    private static int ExpectedLength(HttpRequest request, Pattern pattern, int samples, int elements)
    {
        long expected = TensorCodec.EncodedLength(pattern.CutTensor, samples, elements);
        return request.ContentLength is long length && length != expected
            ? throw new InputException("body-length", "body", $"The body has {length} bytes, {samples} coded cut tensors have {expected}.", "Code the cut tensor as the plan says.")
            : checked((int)expected);
    }

    private static async Task ReadAsync(HttpRequest request, Memory<byte> into, CancellationToken cancellation)
    {
        int read = await request.Body.ReadAtLeastAsync(into, into.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        if (read < into.Length)
            throw new InputException("body-length", "body", $"The body ends after {read} of {into.Length} bytes.", "Code the cut tensor as the plan says.");
        byte[] rest = new byte[1];
        if (request.ContentLength is null && await request.Body.ReadAsync(rest, cancellation).ConfigureAwait(false) > 0)
            throw new InputException("body-length", "body", $"The body has more than {into.Length} bytes.", "Code the cut tensor as the plan says.");
    }

    /// <summary>Those who do not say what they sent are believed.</summary>
    private static void Verify(HttpRequest request, string route, ReadOnlySpan<byte> body)
    {
        if (request.Headers.TryGetValue(BodyChecksum.Header, out var said) && said != BodyChecksum.Of(route, body))
            throw new InputException("body-damaged", "body", "The message was changed on its way: its checksum does not fit.", "Send it again.");
    }

    private static async Task WriteAsync(HttpContext context, BoundBatch batch)
    {
        int length = batch.Output.Length * sizeof(float);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = length;
        MemoryMarshal.AsBytes(batch.Output).CopyTo(context.Response.BodyWriter.GetSpan(length));
        context.Response.BodyWriter.Advance(length);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private string Timing(long started, long read, long decoded, long ran) => string.Create(
        CultureInfo.InvariantCulture,
        $"read;dur={Milliseconds(started, read):0.###}, decode;dur={Milliseconds(read, decoded):0.###}, run;dur={Milliseconds(decoded, ran):0.###}, total;dur={Milliseconds(started, ran):0.###}");

    private double Milliseconds(long from, long to) => time.GetElapsedTime(from, to).TotalMilliseconds;
}
