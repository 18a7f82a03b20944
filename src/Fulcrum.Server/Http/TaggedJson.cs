using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Fulcrum.Server.Http;

/// <summary>Answers JSON with the hash of its bytes as ETag, and 304 to those who have it.</summary>
internal static class TaggedJson
{
    /// <summary>The ETag of bytes.</summary>
    public static string TagOf(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"";

    /// <summary>Answers with a value.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type) => WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Answers with what is JSON already.</summary>
    public static async Task WriteAsync(HttpContext context, byte[] body)
    {
        string tag = TagOf(body);
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache, private";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
