using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fulcrum.Problems;
using Fulcrum.Server.Access;
using Fulcrum.Server.Batching;
using Fulcrum.Server.Counts;
using Fulcrum.Server.Models;
using Fulcrum.Server.Phases;
using Fulcrum.Server.Running;
using Fulcrum.Server.Tensors;
using Fulcrum.Stages.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.ObjectPool;

namespace Fulcrum.Server.Http.V2;

/// <summary>Answers inference requests of the Open Inference Protocol.</summary>
internal sealed class InferEndpoint(ModelRepository repository, ClientLimits clients, PhaseLog phases, TimeProvider time)
{
    private const string LengthHeader = "Inference-Header-Content-Length";
    private const int Piece = 64 << 10;
    private readonly ObjectPool<InferScratch> _scratches = new DefaultObjectPool<InferScratch>(new DefaultPooledObjectPolicy<InferScratch>(), 256);

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        long started = time.GetTimestamp();
        using ModelLease lease = repository.Lease((string)context.Request.RouteValues["name"]!, (string?)context.Request.RouteValues["version"] ?? "");
        ModelState model = lease.State;
        InferScratch scratch = _scratches.Get();
        Enter(context, model, scratch, started);
        Slot? slot = null;
        try
        {
            long length = HeaderLength(context.Request);
            var body = new BodyReader(context.Request.BodyReader, context.Request.ContentLength is null ? scratch.Account : null, context.RequestAborted);
            await RequestReader.HeaderAsync(scratch, model, length, body, MostBytes(context)).ConfigureAwait(false);
            slot = model.Session.Rent(CollectionsMarshal.AsSpan(scratch.Key));
            await RequestReader.TensorsAsync(scratch, model, slot, length == 0, body.Announced).ConfigureAwait(false);
            scratch.Account.Admit();
            long read = time.GetTimestamp();
            int samples = model.Signature.IsBatchable || model.Config.MaxBatchSize > 0 ? (int)Math.Max(1, scratch.Key[1]) : 1;
            scratch.Job.Reset(slot, samples, Deadline(context.Request, scratch.Header, started), context.RequestAborted);
            await model.Scheduler.RunAsync(scratch.Job).ConfigureAwait(false);
            await WriteAsync(context, scratch, model, slot, started, read).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            model.Counts.Failed(Reason(failure), time.GetElapsedTime(started));
            throw;
        }
        finally
        {
            if (slot is not null)
                model.Session.Return(slot);
            scratch.Account.Leave();
            scratch.Clear();
            _scratches.Return(scratch);
            clients.Leave(AccessGate.KeyOf(context));
        }
    }

    private void Enter(HttpContext context, ModelState model, InferScratch scratch, long started)
    {
        try
        {
            clients.Enter(AccessGate.KeyOf(context));
            try
            {
                scratch.Account.Enter(model.Admission, context.Request.ContentLength ?? 0);
            }
            catch (InputException)
            {
                clients.Leave(AccessGate.KeyOf(context));
                throw;
            }

            model.Counts.Begin(time.GetUtcNow());
        }
        catch (InputException)
        {
            _scratches.Return(scratch);
            model.Counts.Refused(FailureReason.Rejected, time.GetElapsedTime(started));
            throw;
        }
    }

    private async ValueTask WriteAsync(HttpContext context, InferScratch scratch, ModelState model, Slot slot, long started, long read)
    {
        InferJob job = scratch.Job;
        long binary = AnswerWriter.Write(scratch, model, slot);
        HttpResponse response = context.Response;
        response.ContentType = binary < 0 ? "application/json" : "application/octet-stream";
        response.ContentLength = scratch.Answer.Length + Math.Max(binary, 0);
        if (binary >= 0)
            response.Headers[LengthHeader] = SmallNumbers.Text(scratch.Answer.Length);
        long written = time.GetTimestamp();
        var times = new RequestTimes(
            time.GetElapsedTime(started, written), time.GetElapsedTime(job.Submitted, job.Started), time.GetElapsedTime(started, read) + time.GetElapsedTime(job.Started, job.Joined),
            time.GetElapsedTime(job.Joined, job.Ran), time.GetElapsedTime(job.Ran, written));
        if (context.Request.Headers.ContainsKey(RequestHeaders.Timing))
            response.Headers["Server-Timing"] = Timing(times);
        if (Spans.Source.HasListeners())
            Activity.Current?.SetTag(Spans.Version, model.Version).SetTag("fulcrum.samples", job.Samples);
        PipeWriter into = response.BodyWriter;
        await WriteAsync(into, scratch, model.Signature, slot, binary, context.RequestAborted).ConfigureAwait(false);
        model.Counts.Succeed(job.Samples, times);
        phases.Record(model.Config.Name, new RequestPhases(started, read, read, job.Started, job.Ran, job.Ran, job.Ran, time.GetTimestamp()));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask WriteAsync(PipeWriter into, InferScratch scratch, ModelSignature signature, Slot slot, long binary, CancellationToken cancellation)
    {
        for (int at = 0; at < scratch.Answer.Length;)
        {
            at += Copy(scratch.Answer.Written[at..], into);
            if (scratch.Answer.Length > Piece)
                await into.FlushAsync(cancellation).ConfigureAwait(false);
        }

        for (int i = 0; binary >= 0 && i < scratch.Header.Outputs.Count; i++)
        {
            OutputPart output = scratch.Header.Outputs[i];
            if (!(output.Binary ?? scratch.Header.BinaryOutput))
                continue;
            if (signature.Outputs[output.Index].IsText)
            {
                scratch.Answer.Clear();
                TextData.Write(slot.OutputText(output.Index), scratch.Answer);
            }

            int length = signature.Outputs[output.Index].IsText ? scratch.Answer.Length : slot.Output(output.Index).Length;
            for (int at = 0; at < length;)
            {
                at += signature.Outputs[output.Index].IsText ? Copy(scratch.Answer.Written[at..], into) : Copy(slot.Output(output.Index)[at..], into);
                if (length > Piece)
                    await into.FlushAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Copies a piece into the connection's buffers.</summary>
    private static int Copy(ReadOnlySpan<byte> from, PipeWriter into)
    {
        int length = Math.Min(from.Length, Piece);
        for (int at = 0; at < length;)
        {
            Span<byte> room = into.GetSpan();
            int part = Math.Min(room.Length, length - at);
            from.Slice(at, part).CopyTo(room);
            into.Advance(part);
            at += part;
        }

        return length;
    }

    /// <summary>What the body can have: what it announces, or else the server's limit.</summary>
    private static long MostBytes(HttpContext context) => context.Request.ContentLength ?? context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? long.MaxValue;

    /// <summary>Bytes of JSON before the binary data; -1 when all of the body is JSON.</summary>
    private static long HeaderLength(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count > 0 && request.Headers.ContentEncoding != "identity")
            throw new InputException("encoding-unsupported", "Content-Encoding", "Compressed bodies are not taken.");
        if (!request.Headers.TryGetValue(LengthHeader, out var values))
            return -1;
        return long.TryParse(values, NumberStyles.None, CultureInfo.InvariantCulture, out long length) && length <= int.MaxValue && (request.ContentLength is not long all || length <= all)
            ? length
            : throw new InputException("request-invalid", LengthHeader, "It has to be a whole number of bytes within the body.");
    }

    private long Deadline(HttpRequest request, InferHeader header, long started)
    {
        double seconds = header.Timeout > 0 ? header.Timeout / 1e6 : double.PositiveInfinity;
        if (request.Headers.TryGetValue(RequestHeaders.Deadline, out var values))
        {
            if (!double.TryParse(values, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double milliseconds) || !double.IsFinite(milliseconds))
                throw new InputException("request-invalid", RequestHeaders.Deadline, "It has to be a number of milliseconds.");
            seconds = Math.Min(seconds, milliseconds / 1000);
        }

        double ticks = seconds * time.TimestampFrequency;
        return ticks < long.MaxValue - started ? started + (long)ticks : long.MaxValue;
    }

    private static FailureReason Reason(Exception failure) => failure switch
    {
        OperationCanceledException or BadHttpRequestException { StatusCode: 400 } => FailureReason.Canceled,
        InputException { Problems: [{ Code: "deadline-expired" or "queue-full" or "worker-unavailable" }, ..] } => FailureReason.Rejected,
        InputException { Problems: [{ Code: "run-failed" or "worker-failed" }, ..] } => FailureReason.Backend,
        _ => FailureReason.Other,
    };

    private static string Timing(in RequestTimes times) => string.Create(
        CultureInfo.InvariantCulture,
        $"queue;dur={times.Queue.TotalMilliseconds:0.####}, input;dur={times.Input.TotalMilliseconds:0.####}, run;dur={times.Infer.TotalMilliseconds:0.####}, output;dur={times.Output.TotalMilliseconds:0.####}, total;dur={times.Total.TotalMilliseconds:0.####}");
}
