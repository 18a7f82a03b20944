using System.Security.Cryptography;
using Fulcrum.Problems;

namespace Fulcrum.Protocol.Releases;

/// <summary>Keys of releases in PEM files.</summary>
public static class ReleaseKeys
{
    private const string Boundary = "-----BEGIN PUBLIC KEY-----";

    /// <summary>The private key that signs.</summary>
    /// <exception cref="InputException"><c>release-key</c>.</exception>
    public static ECDsa Private(string path) => Read(path, text => [Import(text)])[0];

    /// <summary>The public keys that a device trusts, one or more.</summary>
    /// <exception cref="InputException"><c>release-key</c>.</exception>
    public static IReadOnlyList<ECDsa> Public(string path) => Read(path, text => text.Split(Boundary) is [_, .. { Length: > 0 } keys] ? [.. keys.Select(k => Import(Boundary + k))] : throw new CryptographicException("The file holds no public key."));

    private static ECDsa Import(string text)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(text);
        return key;
    }

    private static IReadOnlyList<ECDsa> Read(string path, Func<string, IReadOnlyList<ECDsa>> read)
    {
        try
        {
            return read(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new InputException("release-key", path, failure.Message, "Make keys with: openssl ecparam -name prime256v1 -genkey -noout -out release.key; openssl ec -in release.key -pubout -out release.pub.", failure);
        }
    }
}
