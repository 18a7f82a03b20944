using System.Globalization;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;
using Fulcrum.Server.Access;
using Fulcrum.Server.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Fulcrum.Server.Http;

/// <summary>Carries bytes for those who measure the link.</summary>
internal static class ProbeEndpoint
{
    /// <summary>Noise, so that nothing on the way makes it shorter.</summary>
    private static readonly byte[] Block = MakeBlock();

    private static readonly Operation Down = new("probeDown", "GET", "/fulcrum/v1/probe", Audience.Device, "Answers so many bytes, for measuring the link.")
    {
        Tag = "server",
        Parameters = [new("bytes", "query", "How many.", $$"""{ "type": "integer", "minimum": 0, "maximum": {{Routes.LargestProbe}} }""", IsRequired: true)],
        Answers = [new(200, "So many bytes.", Content.Bytes("Noise."))],
        Refusals = ["query-malformed"],
    };

    private static readonly Operation Up = new("probeUp", "POST", "/fulcrum/v1/probe", Audience.Device, "Takes bytes and drops them, for measuring the link.")
    {
        Tag = "server",
        Details = "At most 16 MiB.",
        Body = [Content.Bytes("Anything.")],
        IsBodyOptional = true,
        Answers = [new(204, "All of it was read.")],
        Refusals = ["request-malformed"],
    };

    /// <summary>What there is.</summary>
    public static IReadOnlyList<Operation> Operations => [Down, Up];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.Map(Down, SendAsync);
        routes.Map(Up, TakeAsync);
    }

    /// <summary>Answers as many bytes as asked for.</summary>
    private static async Task SendAsync(HttpContext context)
    {
        if (!int.TryParse(context.Request.Query["bytes"], NumberStyles.None, CultureInfo.InvariantCulture, out int bytes) || bytes > Routes.LargestProbe)
            throw new InputException("query-malformed", "bytes", $"The number of bytes is missing or not 0 to {Routes.LargestProbe}.", "Ask for fewer bytes, more often.");
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = bytes;
        for (int sent = 0; sent < bytes; sent += Block.Length)
            await context.Response.Body.WriteAsync(Block.AsMemory(0, Math.Min(Block.Length, bytes - sent)), context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Reads the body to its end and drops it; 204.</summary>
    private static async Task TakeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Math.Min(limit.MaxRequestBodySize ?? long.MaxValue, Routes.LargestProbe);
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static byte[] MakeBlock()
    {
        byte[] block = new byte[1 << 16];
        new Random(1).NextBytes(block);
        return block;
    }
}
