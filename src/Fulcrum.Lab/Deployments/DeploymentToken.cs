using System.Security.Cryptography;
using System.Text;

namespace Fulcrum.Lab.Deployments;

/// <summary>What one deployment's tiers show each other: a bearer token that is made for it and gone with it (docs/security.md).</summary>
/// <param name="Secret">The token.</param>
internal sealed record DeploymentToken(string Secret)
{
    private const int Bytes = 32;

    /// <summary>The line of the server's file of tokens that lets it in.</summary>
    public string Line => $"deployment device {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)))}";

    /// <summary>A new one.</summary>
    public static DeploymentToken New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes)));
}
