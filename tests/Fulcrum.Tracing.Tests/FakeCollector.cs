using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fulcrum.Tracing.Tests;

/// <summary>A span as a collector gets it.</summary>
internal sealed record Span(string Service, string Scope, string Trace, string Id, string Parent, string Name, int Kind, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links, int Status);

/// <summary>Takes spans on loopback, as OTLP over HTTP says: POST /v1/traces, protobuf.</summary>
internal sealed class FakeCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeCollector(WebApplication app) => _app = app;

    /// <summary>What it was sent.</summary>
    public ConcurrentQueue<Span> Spans { get; } = new();

    /// <summary>Headers and media types of the requests.</summary>
    public ConcurrentQueue<(string MediaType, string Header)> Requests { get; } = new();

    /// <summary>How long it takes to answer.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 200;

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FakeCollector> Start()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new FakeCollector(builder.Build());
        collector._app.MapPost("/v1/traces", collector.Take);
        await collector._app.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        // A collector is another process: its own requests are nobody's spans.
        if (Activity.Current is { } own)
            (own.IsAllDataRequested, own.ActivityTraceFlags) = (false, ActivityTraceFlags.None);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Requests.Enqueue((context.Request.ContentType ?? "", context.Request.Headers["x-key"].ToString()));
        await Task.Delay(Delay);
        context.Response.StatusCode = Status;
        if (Status != 200)
            return;
        foreach (Protobuf resource in new Protobuf(body.ToArray()).Messages(1))
        {
            string service = Attributes(resource.Messages(1).Single(), 1).GetValueOrDefault("service.name", "");
            foreach (Protobuf scope in resource.Messages(2))
            {
                foreach (Protobuf span in scope.Messages(2))
                    Spans.Enqueue(Read(service, scope.Messages(1).Single().Text(1), span));
            }
        }

        context.Response.ContentType = "application/x-protobuf";
    }

    private static Span Read(string service, string scope, Protobuf span) => new(
        service, scope, Convert.ToHexStringLower(span.Bytes(1)), Convert.ToHexStringLower(span.Bytes(2)), Convert.ToHexStringLower(span.Bytes(4)), span.Text(5), (int)span.Value(6), span.Value(7), span.Value(8),
        Attributes(span, 9), [.. span.Messages(13).Select(l => Convert.ToHexStringLower(l.Bytes(2)))], (int)(span.Messages(15).FirstOrDefault()?.Value(3) ?? 0));

    private static Dictionary<string, string> Attributes(Protobuf message, int number) => message.Messages(number).ToDictionary(a => a.Text(1), a => Value(a.Messages(2).Single()));

    private static string Value(Protobuf any) => any.Has(1) ? any.Text(1) : any.Has(2) ? (any.Value(2) != 0).ToString() : any.Has(3) ? ((long)any.Value(3)).ToString(CultureInfo.InvariantCulture) : BitConverter.UInt64BitsToDouble(any.Value(4)).ToString(CultureInfo.InvariantCulture);
}
