using System.Globalization;
using System.Text;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Protocol.Checksums;

/// <summary>
/// The header that says what a body was when it was sent: CRC-32C of the route as <see cref="Routes"/> writes it (UTF-8), then of the body, as eight hex digits. What was changed on its way, or is the answer to
/// something else, is never taken for a tensor or a plan.
/// </summary>
public static class BodyChecksum
{
    /// <summary>The header's name.</summary>
    public const string Header = "Fulcrum-Crc32c";

    /// <summary>The header's value.</summary>
    /// <param name="route">The request's route and query.</param>
    /// <param name="body">The body of the request, or of its answer.</param>
    public static string Of(string route, ReadOnlySpan<byte> body) => Crc32C.Of(body, Crc32C.Of(Encoding.UTF8.GetBytes(route))).ToString("x8", CultureInfo.InvariantCulture);
}
