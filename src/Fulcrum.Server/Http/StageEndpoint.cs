using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Server.Access;
using Fulcrum.Server.Phases;
using Fulcrum.Stages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http;

/// <summary>Runs one tier of a deployed plan on a posted frame, and answers with the frame of the outputs.</summary>
internal sealed class StageEndpoint(Stage stage, StageHop? next, PhaseLog phases, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/fulcrum/v1/plans/{model}/run", (string model, HttpContext context) => model == stage.Folder.Manifest.Model
        ? AnswerAsync(context)
        : throw new InputException("model-unknown", "model", "No plan of this model runs here.", $"The plan here is of {stage.Folder.Manifest.Model}.")).For(Audience.Device);

    private async Task AnswerAsync(HttpContext context)
    {
        long started = time.GetTimestamp();
        StageSlot slot = stage.Rent();
        try
        {
            int length = await ReadAsync(context, slot.Incoming).ConfigureAwait(false);
            long read = time.GetTimestamp();
            slot.Decode(length);
            long decoded = time.GetTimestamp();
            slot.Run();
            long ran = time.GetTimestamp();
            (string timing, long encoded, long answered) = ("", ran, ran);
            if (next is not null && slot.Exit == 0)
            {
                ReadOnlyMemory<byte> frame = slot.Encode();
                encoded = time.GetTimestamp();
                timing = await next.SendAsync(frame, slot.Answer, context.RequestAborted).ConfigureAwait(false);
                answered = time.GetTimestamp();
                slot.TakeAnswer();
            }

            var own = new StageTiming(stage.Name, Milliseconds(read, decoded), Milliseconds(decoded, ran), Milliseconds(ran, encoded), Milliseconds(encoded, answered), slot.Exit);
            context.Response.Headers[StageTiming.Header] = timing.Length == 0 ? own.ToString() : $"{own}, {timing}";
            await WriteAsync(context, slot.Reply()).ConfigureAwait(false);
            phases.Record(stage.Folder.Manifest.Model, new RequestPhases(started, read, decoded, decoded, ran, encoded, answered, time.GetTimestamp()));
        }
        finally
        {
            stage.Return(slot);
        }
    }

    /// <summary>The body into the slot; its length.</summary>
    private static async Task<int> ReadAsync(HttpContext context, Memory<byte> into)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = into.Length;
        int read = await context.Request.Body.ReadAtLeastAsync(into, into.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        byte[] rest = context.Request.ContentLength is null ? new byte[1] : [];
        if (read == into.Length && rest.Length > 0 && await context.Request.Body.ReadAsync(rest, context.RequestAborted).ConfigureAwait(false) > 0)
            throw new InputException("plan-frame", "body", $"The body has more than {into.Length} bytes.", "Send what the plan's link says.");
        return read;
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> reply)
    {
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = reply.Length;
        await context.Response.Body.WriteAsync(reply, context.RequestAborted).ConfigureAwait(false);
    }

    private double Milliseconds(long from, long to) => time.GetElapsedTime(from, to).TotalMilliseconds;
}
