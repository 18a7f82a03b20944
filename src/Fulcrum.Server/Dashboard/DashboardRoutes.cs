using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Access;
using Fulcrum.Server.Http;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.OpenApi;
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

    private static readonly Operation Access = Reads("access", "Whether the server asks who calls.", DashboardJson.Default.AccessAnswer) with { Audience = Audience.Anyone };
    private static readonly Operation Glance = Reads("overview", "The server at a glance.", DashboardJson.Default.Overview);
    private static readonly Operation Times = Reads("latency", "Latency by phase over the last seconds.", DashboardJson.Default.Latency) with
    {
        Parameters = [new("seconds", "query", $"How many; {StandardSeconds} when left out.", $$"""{ "type": "integer", "minimum": {{LeastSeconds}}, "maximum": {{MostSeconds}} }"""), WebHeaders.IfNoneMatch],
        Refusals = ["query-malformed"],
    };

    private static readonly Operation Devices = Reads("devices", "The devices that reported, with their latest reports.", DashboardJson.Default.DeviceList);
    private static readonly Operation Plans = Reads("plans", "The plans that are served.", DashboardJson.Default.PlanList);
    private static readonly Operation Cuts = Reads("models/{name}/cuts", "Where a model can be cut.", DashboardJson.Default.ModelCuts) with { Id = "modelCuts", Refusals = ["cuts-too-many", "model-unknown"] };

    private static readonly Operation Report = new("report", "POST", "/fulcrum/v1/devices/{name}/report", Audience.Device, "Takes a device's report of itself.")
    {
        Tag = "dashboard",
        Details = "At most 64 KiB; it takes the place of the one before: docs/protocol.md#reports-of-devices.",
        Parameters = [new("name", "path", "The device's name.", """{ "type": "string", "minLength": 1, "maxLength": 128 }""")],
        Body = [Content.Json(ContractJson.Default.DeviceReportMessage)],
        Answers = [new(204, "It is kept.")],
        Refusals = ["json-malformed", "report-out-of-range", "not-allowed"],
    };

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [.. WebPages.Operations, Access, Glance, Times, Devices, Plans, Cuts, Report];

    public static void Map(IEndpointRouteBuilder routes, Served served)
    {
        RequestTally tally = routes.ServiceProvider.GetRequiredService<RequestTally>();
        bool asks = routes.ServiceProvider.GetRequiredService<AccessGate>().Asks;
        TimeProvider time = served.Phases.Time;
        var cuts = new CutCache(served);
        WebPages.Map(routes);
        void Get(Operation operation, RequestDelegate answer) => routes.Map(operation, answer).WithMetadata(Untallied.Mark);
        Get(Access, context => TaggedJson.WriteAsync(context, new AccessAnswer(asks), DashboardJson.Default.AccessAnswer));
        Get(Glance, context => TaggedJson.WriteAsync(context, Overview.Of(served, tally), DashboardJson.Default.Overview));
        Get(Times, context =>
        {
            int seconds = Seconds(context.Request);
            return TaggedJson.WriteAsync(context, Latency.Of(served.Phases.Read(seconds), seconds, time), DashboardJson.Default.Latency);
        });
        Get(Devices, async context => await TaggedJson.WriteAsync(context, await served.Devices.ReadAsync(context.RequestAborted).ConfigureAwait(false), DashboardJson.Default.DeviceList).ConfigureAwait(false));
        Get(Plans, context => TaggedJson.WriteAsync(context, PlanList.Of(served), DashboardJson.Default.PlanList));
        Get(Cuts, async context =>
        {
            ModelCuts found = await cuts.FindAsync((string)context.Request.RouteValues["name"]!, context.RequestAborted).ConfigureAwait(false);
            await TaggedJson.WriteAsync(context, found, DashboardJson.Default.ModelCuts).ConfigureAwait(false);
        });
        routes.Map(Report, context => TakeAsync(context.Named("name"), context, served.Devices)).WithMetadata(Untallied.Mark);
    }

    private static Operation Reads(string path, string summary, JsonTypeInfo type) => new(path, "GET", $"/fulcrum/v1/{path}", Audience.Operator, summary)
    {
        Tag = "dashboard",
        Parameters = [WebHeaders.IfNoneMatch],
        Answers = WebHeaders.Tagged(Content.Json(type)),
    };

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
