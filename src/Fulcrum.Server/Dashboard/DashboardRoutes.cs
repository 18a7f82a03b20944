using System.Globalization;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Access;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.Phases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fulcrum.Server.Dashboard;

/// <summary>The dashboard and the routes it reads (docs/protocol.md).</summary>
internal static class DashboardRoutes
{
    private const int LongestReport = 64 << 10, StandardSeconds = 120, LeastSeconds = 10, MostSeconds = 3600;

    public static void Map(IEndpointRouteBuilder routes, Served served)
    {
        RequestTally tally = routes.ServiceProvider.GetRequiredService<RequestTally>();
        bool asks = routes.ServiceProvider.GetRequiredService<AccessGate>().Asks;
        TimeProvider time = served.Phases.Time;
        var devices = new DeviceRegistry(time);
        var cuts = new CutCache(served);
        WebPages.Map(routes);
        void Get(string path, Audience audience, RequestDelegate answer) => routes.MapGet(path, answer).For(audience).WithMetadata(Untallied.Mark);
        Get("/fulcrum/v1/access", Audience.Anyone, context => TaggedJson.WriteAsync(context, new AccessAnswer(asks), DashboardJson.Default.AccessAnswer));
        Get("/fulcrum/v1/overview", Audience.Operator, context => TaggedJson.WriteAsync(context, Overview.Of(served, tally), DashboardJson.Default.Overview));
        Get("/fulcrum/v1/latency", Audience.Operator, context =>
        {
            int seconds = Seconds(context.Request);
            return TaggedJson.WriteAsync(context, Latency.Of(served.Phases.Read(seconds), seconds, time), DashboardJson.Default.Latency);
        });
        Get("/fulcrum/v1/devices", Audience.Operator, context => TaggedJson.WriteAsync(context, devices.Read(), DashboardJson.Default.DeviceList));
        Get("/fulcrum/v1/plans", Audience.Operator, context => TaggedJson.WriteAsync(context, PlanList.Of(served), DashboardJson.Default.PlanList));
        Get("/fulcrum/v1/models/{name}/cuts", Audience.Operator, async context =>
        {
            ModelCuts found = await cuts.FindAsync((string)context.Request.RouteValues["name"]!, context.RequestAborted).ConfigureAwait(false);
            await TaggedJson.WriteAsync(context, found, DashboardJson.Default.ModelCuts).ConfigureAwait(false);
        });
        routes.MapPost("/fulcrum/v1/devices/{name}/report", (string name, HttpContext context) => TakeAsync(name, context, devices)).For(Audience.Device).WithMetadata(Untallied.Mark);
    }

    /// <summary>Takes a device's report of itself; 204.</summary>
    private static async Task TakeAsync(string name, HttpContext context, DeviceRegistry devices)
    {
        if (AccessGate.ClientOf(context) is { Role: Role.Device } client && client.Name != name)
            throw new InputException("not-allowed", "name", "A device reports of itself only.", $"Report as '{client.Name}'.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LongestReport;
        DeviceReportMessage report = await JsonSerializer.DeserializeAsync(context.Request.Body, ContractJson.Default.DeviceReportMessage, context.RequestAborted).ConfigureAwait(false)
            ?? throw new InputException("json-malformed", "$", "The report is null.", "Send a JSON object.");
        devices.Put(name, report);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static int Seconds(HttpRequest request)
    {
        if (!request.Query.TryGetValue("seconds", out var text))
            return StandardSeconds;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is >= LeastSeconds and <= MostSeconds
            ? seconds
            : throw new InputException("query-malformed", "seconds", $"The number of seconds is not {LeastSeconds} to {MostSeconds}.", "Ask for another period.");
    }
}

/// <summary>Whether the server asks who calls.</summary>
internal sealed record AccessAnswer(bool AsksForCredentials);
