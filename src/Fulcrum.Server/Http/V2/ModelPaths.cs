using Microsoft.AspNetCore.Http;

namespace Fulcrum.Server.Http.V2;

/// <summary>Paths that name a model, with a version and without.</summary>
internal static class ModelPaths
{
    /// <summary>Name and version of a request; the version is empty when it names none.</summary>
    public static (string Name, string Version) Of(HttpContext context) => ((string)context.Request.RouteValues["name"]!, (string?)context.Request.RouteValues["version"] ?? "");
}
