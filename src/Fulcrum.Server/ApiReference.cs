using Fulcrum.Server.Dashboard;
using Fulcrum.Server.Http;
using Fulcrum.Server.Http.V2;
using Fulcrum.Server.OpenApi;

namespace Fulcrum.Server;

/// <summary>All routes that any server has, described.</summary>
public static class ApiReference
{
    /// <summary>The OpenAPI document of them, JSON. A server's own, with the routes that it has, is at <c>/openapi.json</c>.</summary>
    public static string Document => DocumentRoute.Text(Operations, asks: null);

    internal static IReadOnlyList<Operation> Operations =>
        [.. DocumentRoute.Operations, .. CommonRoutes.Operations, .. V2Routes.Operations, .. RouteTable.Operations, .. StageEndpoint.Operations, .. ReleaseEndpoint.Operations, .. DashboardRoutes.Operations];
}
