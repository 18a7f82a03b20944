using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Access;
using Fulcrum.Server.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http;

/// <summary>The OpenAPI document of the server that is asked: its routes and no others.</summary>
internal static class DocumentRoute
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Operation Document = new("openapi", "GET", "/openapi.json", Audience.Device, "This document: the routes that this server has.")
    {
        Tag = "server",
        Parameters = [WebHeaders.IfNoneMatch],
        Answers = WebHeaders.Tagged(Content.Text("application/json", "An OpenAPI 3.1 document.")),
    };

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [Document];

    /// <param name="routes">Where to, and what is described.</param>
    /// <param name="asks">Whether the server asks who calls.</param>
    public static void Map(IEndpointRouteBuilder routes, bool asks)
    {
        // Written when it is asked for first: by then all routes are mapped.
        var written = new Lazy<byte[]>(() => Encoding.UTF8.GetBytes(Text(routes.Operations(), asks)));
        routes.Map(Document, (RequestDelegate)(context => TaggedJson.WriteAsync(context, written.Value)));
    }

    /// <summary>The document of some routes, as text.</summary>
    public static string Text(IEnumerable<Operation> operations, bool? asks) => Of(operations, asks).ToJsonString(Written);

    private static JsonObject Of(IEnumerable<Operation> operations, bool? asks) => ApiDocument.Of(operations, asks, set => set.Of(ContractJson.Default.ProblemMessage));
}
