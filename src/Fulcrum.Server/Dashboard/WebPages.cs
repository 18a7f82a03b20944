using System.Reflection;
using System.Security.Cryptography;
using Fulcrum.Server.Access;
using Fulcrum.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Dashboard;

/// <summary>The dashboard's own files, which are part of this assembly: web/ builds them. They hold nothing that is secret.</summary>
internal static class WebPages
{
    private const string Prefix = "web/", Index = "index.html";

    /// <summary>Scripts, styles and data from this server only, nothing in line, in nobody's frame.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Assembly assembly = typeof(WebPages).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            string path = name[Prefix.Length..];
            byte[] bytes = Read(assembly, name);
            string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"";
            routes.MapGet(path == Index ? "/" : $"/{path}", (RequestDelegate)(context => WriteAsync(context, bytes, tag, TypeOf(path)))).For(Audience.Anyone).WithMetadata(Untallied.Mark);
        }
    }

    private static async Task WriteAsync(HttpContext context, byte[] bytes, string tag, string type)
    {
        IHeaderDictionary headers = context.Response.Headers;
        (headers.ETag, headers.CacheControl, headers.ContentSecurityPolicy, headers.XContentTypeOptions) = (tag, "no-cache", Policy, "nosniff");
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (headers.ETag == context.Request.Headers.IfNoneMatch)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}
