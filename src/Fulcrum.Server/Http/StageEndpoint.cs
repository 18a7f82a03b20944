using System.Diagnostics;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Server.Access;
using Fulcrum.Server.OpenApi;
using Fulcrum.Server.Phases;
using Fulcrum.Server.Rollout;
using Fulcrum.Stages;
using Fulcrum.Stages.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http;

/// <summary>Runs one tier of a deployed plan, or of one of several, on a posted frame, and answers with the frame of the outputs. The frame's tag says which plan.</summary>
internal sealed class StageEndpoint(ServedPlans plans, PhaseLog phases, TimeProvider time)
{
    private const string Layout = "A frame: docs/plan-folder.md#the-message-between-tiers.";

    private static readonly Operation Run = new("runTier", "POST", "/fulcrum/v1/plans/{model}/run", Audience.Device, "Runs one tier of a deployed plan, and those after it.")
    {
        Tag = "plans",
        Details = "The frame's tag says which plan. What the next tier refuses comes back with its own problems.",
        Parameters = TraceHeaders.All,
        Body = [Content.Bytes(Layout)],
        Answers = [new(200, "The outputs.", Content.Bytes(Layout)) { Headers = ["Server-Timing"] }],
        Refusals = ["plan-frame", "plan-tensor", "tensor-*", "run-failed", "model-unknown", "plan-mismatch", "next-failed", "next-unavailable", "plan-unavailable", "store-unreachable", .. OpenApi.Refusals.Worker],
    };

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [Run];

    public void Map(IEndpointRouteBuilder routes) => routes.Map(Run, context => AnswerAsync(context.Named("model"), context));

    private async Task AnswerAsync(string model, HttpContext context)
    {
        if (plans.Look is null && plans.Generations.All(g => g.Model != model))
            throw plans.UnknownModel();
        long started = time.GetTimestamp();
        byte[] header = new byte[PlanFrame.HeaderBytes];
        // Plans that come from a store may be larger than those known yet; the body is not read further than its plan's messages go.
        if (plans.Look is null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = plans.MostBytes;
        int read = await context.Request.Body.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        PlanUse use = await plans.TakeAsync(model, PlanFrame.Tag(header.AsSpan(0, read)), context.RequestAborted).ConfigureAwait(false);
        try
        {
            await AnswerAsync(context, use.Lease.Stage, use.Generation.Next, header, started).ConfigureAwait(false);
        }
        finally
        {
            use.Return();
        }
    }

    private async Task AnswerAsync(HttpContext context, Stage stage, StageHop? next, byte[] header, long started)
    {
        StageSlot slot = stage.Rent();
        try
        {
            int length = await ReadAsync(context, header, slot.Incoming).ConfigureAwait(false);
            long read = time.GetTimestamp();
            slot.Decode(length);
            long decoded = time.GetTimestamp();
            slot.Run();
            long ran = time.GetTimestamp();
            (string timing, long encoded, long answered) = ("", ran, ran);
            if (!stage.IsLast && slot.Exit == 0)
            {
                ReadOnlyMemory<byte> frame = slot.Encode();
                encoded = time.GetTimestamp();
                timing = await next!.SendAsync(frame, slot.Answer, context.RequestAborted).ConfigureAwait(false);
                answered = time.GetTimestamp();
                slot.TakeAnswer();
            }

            var own = new StageTiming(stage.Name, Milliseconds(read, decoded), Milliseconds(decoded, ran), Milliseconds(ran, encoded), Milliseconds(encoded, answered), slot.Exit);
            context.Response.Headers[StageTiming.Header] = timing.Length == 0 ? own.ToString() : $"{own}, {timing}";
            if (Spans.Source.HasListeners())
                Activity.Current?.SetTag(Spans.Tier, stage.Name).SetTag(Spans.Plan, stage.Folder.Sha256[..16]).SetTag("fulcrum.exit", slot.Exit == 0 ? null : slot.Exit);
            await WriteAsync(context, slot.Reply()).ConfigureAwait(false);
            phases.Record(stage.Folder.Manifest.Model, new RequestPhases(started, read, decoded, decoded, ran, encoded, answered, time.GetTimestamp()));
        }
        finally
        {
            stage.Return(slot);
        }
    }

    /// <summary>The body behind its header into the slot; the length of both.</summary>
    private static async Task<int> ReadAsync(HttpContext context, byte[] header, Memory<byte> into)
    {
        header.CopyTo(into);
        Memory<byte> rest = into[header.Length..];
        int read = await context.Request.Body.ReadAtLeastAsync(rest, rest.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        byte[] more = context.Request.ContentLength == header.Length + read ? [] : new byte[1];
        if (read == rest.Length && more.Length > 0 && await context.Request.Body.ReadAsync(more, context.RequestAborted).ConfigureAwait(false) > 0)
            throw new InputException("plan-frame", "body", $"The body has more than {into.Length} bytes.", "Send what the plan's link says.");
        return header.Length + read;
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> reply)
    {
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = reply.Length;
        await context.Response.Body.WriteAsync(reply, context.RequestAborted).ConfigureAwait(false);
    }

    private double Milliseconds(long from, long to) => time.GetElapsedTime(from, to).TotalMilliseconds;
}
