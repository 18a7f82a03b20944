using System.Diagnostics;
using Fulcrum.Stages.Tracing;

namespace Fulcrum.Server.Phases;

/// <summary>Writes the phases of an answered request as spans below the request's own, from the time stamps that were taken anyway.</summary>
internal static class PhaseSpans
{
    /// <summary>The phase that has a span of its own: the request to the next tier.</summary>
    private const string Next = "next";

    /// <summary>Writes them where the request is recorded.</summary>
    public static void Write(in RequestPhases phases, TimeProvider time)
    {
        if (!Spans.Source.HasListeners() || Activity.Current is not { Recorded: true } request)
            return;
        (long now, DateTimeOffset clock) = (time.GetTimestamp(), time.GetUtcNow());
        ActivityContext parent = request.Context;
        for (int p = 0; p < RequestPhases.Names.Length - 1; p++)
        {
            (long from, long to) = phases.Of(p);
            if (from == to || RequestPhases.Names[p] == Next)
                continue;
            using Activity? span = Spans.Source.StartActivity(RequestPhases.Names[p], ActivityKind.Internal, parent, startTime: clock - time.GetElapsedTime(from, now));
            span?.SetEndTime((clock - time.GetElapsedTime(to, now)).UtcDateTime);
        }
    }
}
