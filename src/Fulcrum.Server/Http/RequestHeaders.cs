namespace Fulcrum.Server.Http;

/// <summary>Headers of requests that are Fulcrum's own.</summary>
internal static class RequestHeaders
{
    /// <summary>Milliseconds from the first byte of a request, after which it is not run any more.</summary>
    public const string Deadline = "Fulcrum-Deadline-Ms";

    /// <summary>With any value: the answer says where its time went.</summary>
    public const string Timing = "Fulcrum-Timing";
}
