using Fulcrum.Server.Access;

namespace Fulcrum.Server.OpenApi;

/// <summary>What routes have in common: errors by status, and the parameters of paths.</summary>
internal static class Refusals
{
    /// <summary>Codes of routes that run a model, which may have a process of its own.</summary>
    public static IReadOnlyList<string> Worker { get; } = ["worker-failed", "worker-unavailable"];

    /// <summary>A route's errors: its own, and those that stand before every route.</summary>
    public static IReadOnlyList<(int Status, string Codes)> Of(Operation operation)
    {
        var all = new SortedDictionary<int, string>();
        void Add(int status, string codes) => all[status] = all.TryGetValue(status, out string? before) ? $"{before}, {codes}" : codes;
        foreach (string code in operation.Refusals)
            Add(StatusOf(code), code);
        if (operation.Body.Count > 0)
            Add(413, "request-malformed");
        if (operation.Audience != Audience.Anyone)
        {
            Add(401, "credentials-missing, credentials-refused");
            Add(429, "client-too-fast");
        }

        if (operation.Audience == Audience.Operator)
            Add(403, "not-allowed");
        Add(500, "server-failure");
        return [.. all.Select(a => (a.Key, a.Value))];
    }

    /// <summary>The status of an error by its code: 400 where nothing else is said.</summary>
    public static int StatusOf(string code) => code switch
    {
        "credentials-missing" or "credentials-refused" => 401,
        "not-allowed" => 403,
        "route-unknown" or "model-unknown" or "version-unknown" or "segment-unknown" or "object-unknown" or "release-unknown" or "cut-unknown" or "pattern-unknown" => 404,
        "plan-mismatch" => 409,
        "body-too-large" => 413,
        "encoding-unsupported" => 415,
        "plan-infeasible" => 422,
        "client-limit" or "client-too-fast" => 429,
        "server-failure" => 500,
        "next-failed" => 502,
        "queue-full" or "deadline-expired" or "model-unavailable" or "plan-unavailable" or "store-unreachable" or "worker-failed" or "worker-unavailable" or "next-unavailable" => 503,
        _ => 400,
    };

    /// <summary>What a status means.</summary>
    public static string Meaning(int status) => status switch
    {
        400 => "The request is not understood, or says what cannot be.",
        401 => "The server asks who calls, and was not told, or does not know them.",
        403 => "This is not for the one who calls.",
        404 => "There is no such thing here.",
        409 => "The message is for another plan than the one that runs here.",
        413 => "The body is larger than this server, or this route, takes.",
        415 => "The body is compressed, which is not understood.",
        422 => "Nothing keeps the request's constraints; the problem names the one that binds.",
        429 => "The client asks more often than it may.",
        500 => "The server failed; its log says why.",
        502 => "The plan's next tier cannot be reached, or fails.",
        503 => "Not now: busy, too late, or not there yet.",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>Headers of an error.</summary>
    public static IReadOnlyList<string> Headers(int status) => status switch
    {
        401 => ["WWW-Authenticate"],
        429 or 503 => ["Retry-After"],
        _ => [],
    };

    /// <summary>A parameter of a path by its name.</summary>
    public static Parameter PathParameter(string name) => name switch
    {
        "name" or "model" => new(name, "path", "The model's name.", """{ "type": "string" }"""),
        "version" => new(name, "path", "The model's version.", """{ "type": "string" }"""),
        "cut" => new(name, "path", "How many layers ran on the device.", """{ "type": "integer", "minimum": 0 }"""),
        "id" or "sha256" => new(name, "path", "SHA-256 of the file, lower-case hex.", """{ "type": "string", "pattern": "^[0-9a-f]{64}$" }"""),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Say in Operation.Parameters what it is."),
    };
}
