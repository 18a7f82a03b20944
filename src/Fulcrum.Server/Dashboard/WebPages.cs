using System.Reflection;
using Fulcrum.Server.Access;
using Fulcrum.Server.Http;
using Fulcrum.Server.Metrics;
using Fulcrum.Server.OpenApi;
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

    private static readonly Assembly Assembly = typeof(WebPages).Assembly;

    private static IEnumerable<string> Paths => Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..]).Order(StringComparer.Ordinal);

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [.. Paths.Select(Page)];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (string path in Paths)
        {
            byte[] bytes = Read(Assembly, Prefix + path);
            string tag = TaggedJson.TagOf(bytes);
            routes.Map(Page(path), (RequestDelegate)(context => WriteAsync(context, bytes, tag, TypeOf(path)))).WithMetadata(Untallied.Mark);
        }
    }

    private static Operation Page(string path) => new($"page-{path.Replace('/', '-')}", "GET", path == Index ? "/" : $"/{path}", Audience.Anyone, path == Index ? "The dashboard." : "A file of the dashboard.")
    {
        Tag = "dashboard",
        Parameters = [WebHeaders.IfNoneMatch],
        Answers = WebHeaders.Tagged(Content.Text(TypeOf(path).Split(';')[0], "A file of web/.")),
    };

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
