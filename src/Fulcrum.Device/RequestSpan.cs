using System.Diagnostics;
using Fulcrum.Protocol.Plans;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Device;

/// <summary>The span of a device's request: what was asked for, what answered, and what went wrong.</summary>
internal static class RequestSpan
{
    private const string Name = "infer";

    /// <summary>Runs a request of a plan, within a span where somebody listens.</summary>
    /// <param name="model">The plan's model.</param>
    /// <param name="plan">The tag of the plan or of the set.</param>
    /// <param name="deadline">What the request should keep; null: nothing.</param>
    /// <param name="run">The request.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<PlanTimes> RunAsync(string model, string plan, TimeSpan? deadline, Func<CancellationToken, Task<PlanTimes>> run, CancellationToken cancellation) =>
        Spans.Source.HasListeners() ? WithinAsync(model, plan, deadline, run, cancellation) : run(cancellation);

    /// <summary>Starts the span of a request of a planned model.</summary>
    public static Activity? Start(string model, string plan) => Spans.Start(Name)?.SetTag(Spans.Model, model).SetTag(Spans.Plan, plan);

    /// <summary>Notes how many bytes crossed the link.</summary>
    public static void Crossed(this Activity? span, long up, long down) => span?.SetTag("fulcrum.bytes_up", up).SetTag("fulcrum.bytes_down", down);

    private static async Task<PlanTimes> WithinAsync(string model, string plan, TimeSpan? deadline, Func<CancellationToken, Task<PlanTimes>> run, CancellationToken cancellation)
    {
        using Activity? span = Start(model, plan);
        if (deadline is TimeSpan time)
            span?.SetTag(Spans.Deadline, time.TotalMilliseconds);
        try
        {
            PlanTimes times = await run(cancellation).ConfigureAwait(false);
            span?.SetTag("fulcrum.plan_row", times.Plan).SetTag("fulcrum.fallback", times.IsFallback);
            span.Crossed(times.BytesUp, times.BytesDown);
            if (times.Tiers.FirstOrDefault(t => t.Exit > 0) is StageTiming left)
                span?.SetTag("fulcrum.exit", $"{left.Tier}.{left.Exit}");
            return times;
        }
        catch (Exception failure)
        {
            span.Fail(failure);
            throw;
        }
    }
}
