using System.Security.Cryptography;
using System.Text;
using Fulcrum.Problems;

namespace Fulcrum.Protocol.Contracts;

/// <summary>A bearer token and the line <c>NAME ROLE SHA256</c> of a server's token file that lets it in: the file holds hashes only. See docs/security.md.</summary>
/// <param name="Secret">The token.</param>
/// <param name="Line">The line.</param>
public sealed record BearerToken(string Secret, string Line)
{
    private const int Bytes = 32, LongestName = 128;

    /// <summary>A new one.</summary>
    /// <param name="client">Whose it is: letters, digits, dot, dash, underscore.</param>
    /// <param name="isOperator">Whether it may do everything; otherwise it is a device.</param>
    /// <exception cref="InputException"><c>token-name</c>.</exception>
    public static BearerToken New(string client, bool isOperator)
    {
        if (!IsClient(client))
            throw new InputException("token-name", client, "A client's name has other characters than letters, digits, dot, dash and underscore, or none.", "Use for example camera-12.");
        string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        return new BearerToken(secret, $"{client} {(isOperator ? "operator" : "device")} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))}");
    }

    /// <summary>Whether a client can be called so.</summary>
    public static bool IsClient(string name) => name.Length is > 0 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
