namespace Fulcrum.Server.OpenApi;

/// <summary>The headers of HTTP that several routes have.</summary>
internal static class WebHeaders
{
    /// <summary>Asks only for what is new.</summary>
    public static readonly Parameter IfNoneMatch = new("If-None-Match", "header", "An ETag that the client has.", """{ "type": "string" }""");

    /// <summary>Asks for a part of a file, and only of that file.</summary>
    public static IReadOnlyList<Parameter> Ranges { get; } =
    [
        new("Range", "header", "The bytes wanted, such as bytes=100-.", """{ "type": "string" }"""),
        new("If-Range", "header", "The ETag of what the client has a part of.", """{ "type": "string" }"""),
        IfNoneMatch,
    ];

    /// <summary>The client has it.</summary>
    public static readonly Answer NotModified = new(304, "What If-None-Match names is what there is.") { Headers = ["ETag"] };

    /// <summary>A file, whole or in part.</summary>
    /// <param name="layout">What it is.</param>
    public static IReadOnlyList<Answer> File(string layout) =>
    [
        new(200, "The file.", Content.Bytes(layout)) { Headers = ["ETag", "Accept-Ranges"] },
        new(206, "The part of it that was asked for.", Content.Bytes(layout)) { Headers = ["ETag", "Content-Range"] },
        NotModified,
        new(416, "The file has no such part.") { Headers = ["Content-Range"] },
    ];

    /// <summary>JSON that is answered once.</summary>
    /// <param name="content">It.</param>
    public static IReadOnlyList<Answer> Tagged(Content content) => [new(200, "As it is now.", content) { Headers = ["ETag"] }, NotModified];
}
