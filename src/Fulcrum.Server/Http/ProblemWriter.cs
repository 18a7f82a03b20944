using System.Globalization;
using System.Text.Json;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Http.V2;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.OpenApi;
using Fulcrum.Stages;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Fulcrum.Server.Http;

/// <summary>Turns what goes wrong into a problem document: 4xx for the client's mistakes, a bare 500 for ours; on routes of the Open Inference Protocol in its own form.</summary>
internal sealed partial class ProblemWriter(RequestDelegate next, RequestTally tally, ILogger<ProblemWriter> log)
{
    private const string CannotRun = "The model cannot run on these inputs.";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (InputException refused)
        {
            if (refused.InnerException is ModelAwayException away)
                Later(context, away.RetryAfter);
            else if (refused.InnerException is Exception cause)
                SayRefused(context, cause.Message.ReplaceLineEndings(" "));
            await WriteAsync(context, refused.Problems).ConfigureAwait(false);
        }
        catch (HopException broken)
        {
            if (broken.RetryAfter is TimeSpan wanted)
                Later(context, wanted);
            Problem problem = broken.RetryAfter is null
                ? new Problem("next-failed", "next", $"{broken.Message}.", "Check the next tier: its address, and that it runs the same plan.")
                : new Problem("next-unavailable", "next", $"{broken.Message}.", "Ask again later.");
            await WriteAsync(context, [problem]).ConfigureAwait(false);
        }
        catch (BadHttpRequestException bad)
        {
            await WriteAsync(context, bad.StatusCode, [new Problem("request-malformed", "request", bad.Message, "Send a well-formed request.")]).ConfigureAwait(false);
        }
        catch (Exception bad) when (IsMalformedChunk(context, bad))
        {
            await WriteAsync(context, [new Problem("request-malformed", "body", "Its chunks or trailers are malformed.", "Send a well-formed request.")]).ConfigureAwait(false);
        }
        catch (JsonException malformed)
        {
            await WriteAsync(context, [new Problem("json-malformed", malformed.Path ?? "$", malformed.Message, "See docs/protocol.md for the members allowed.")]).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is ConnectionResetException or ConnectionAbortedException || (gone is OperationCanceledException && (context.RequestAborted.IsCancellationRequested || gone.InnerException is ConnectionAbortedException)))
        {
            // The client has gone: nobody is left to answer.
        }
        catch (Exception failure)
        {
            SayFailed(context, failure);
            await WriteAsync(context, [new Problem("server-failure", "server", "The server failed; its log says why.", "")]).ConfigureAwait(false);
        }
    }

    private static void Later(HttpContext context, TimeSpan wanted) => context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wanted.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Kestrel throws other exceptions than its own where a chunk's length overflows, or a trailer holds characters that it must not.</summary>
    private static bool IsMalformedChunk(HttpContext context, Exception bad) => (bad is IOException or InvalidOperationException) && bad.Source == "Microsoft.AspNetCore.Server.Kestrel.Core"
        && context.Request.Headers.TransferEncoding.Count > 0 && !context.Response.HasStarted;

    private Task WriteAsync(HttpContext context, IReadOnlyList<Problem> problems) => WriteAsync(context, Refusals.StatusOf(problems[0].Code), problems);

    private async Task WriteAsync(HttpContext context, int status, IReadOnlyList<Problem> problems)
    {
        tally.Refused(problems[0].Code);
        RequestSpan.Refused(context, problems[0].Code);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        StringValues later = context.Response.Headers.RetryAfter;
        context.Response.Clear();
        context.Response.Headers.RetryAfter = later;
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        context.Response.StatusCode = status;
        if (problems[0].Code is "queue-full" or "client-limit" or "plan-unavailable" or "store-unreachable")
            context.Response.Headers.RetryAfter = "1";
        if (context.Request.Path.StartsWithSegments("/v2"))
        {
            await JsonAnswer.ErrorAsync(context, status, string.Join("; ", problems.Select(Text))).ConfigureAwait(false);
            return;
        }

        Problem[] told = [.. problems.Select(Outward)];
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new ProblemMessage(told[0].Message, status, told), ContractJson.Default.ProblemMessage);
        context.Response.ContentType = ProblemMessage.MediaType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>A problem as strangers may read it; what the runtime says of its insides stays in the log.</summary>
    private static Problem Outward(Problem problem) => problem.Code == "run-failed" ? problem with { Place = "inputs", Message = CannotRun } : problem;

    private static string Text(Problem problem) => problem.Code == "run-failed" ? CannotRun : $"{problem.Place}: {problem.Message}";

    private void SayRefused(HttpContext context, string reason)
    {
        if (RequestSpan.TraceOf(context) is string trace)
            LogRefusal(log, context.Request.Path, reason, trace);
        else
            LogRefusal(log, context.Request.Path, reason);
    }

    private void SayFailed(HttpContext context, Exception failure)
    {
        if (RequestSpan.TraceOf(context) is string trace)
            LogFailure(log, failure, context.Request.Path, trace);
        else
            LogFailure(log, failure, context.Request.Path);
    }

    [LoggerMessage(4, LogLevel.Warning, "Request {Path} refused: {Reason} trace_id={trace_id}")]
    private static partial void LogRefusal(ILogger logger, string path, string reason, string trace_id);

    [LoggerMessage(3, LogLevel.Error, "Request {Path} failed trace_id={trace_id}")]
    private static partial void LogFailure(ILogger logger, Exception failure, string path, string trace_id);

    [LoggerMessage(2, LogLevel.Warning, "Request {Path} refused: {Reason}")]
    private static partial void LogRefusal(ILogger logger, string path, string reason);

    [LoggerMessage(1, LogLevel.Error, "Request {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception failure, string path);
}
