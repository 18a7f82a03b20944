using System.Security.Cryptography;
using System.Text;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Server.Access;

/// <summary>
/// The clients that have bearer tokens: lines of <c>NAME ROLE SHA256</c>, # begins a comment. The file holds no token, only hashes; a client whose line is taken out is locked out within a second. See docs/security.md.
/// </summary>
public sealed class TokenFile
{
    private const int MostLines = 100_000;
    private readonly (Client Client, byte[] Hash)[] _entries;

    private TokenFile((Client, byte[])[] entries) => _entries = entries;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException"><c>tokens-not-readable</c>, <c>tokens-malformed</c> with every line that is wrong.</exception>
    internal static TokenFile Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("tokens-not-readable", path, failure.Message, "Make one with: fulcrum token NAME --tokens FILE.", failure);
        }

        List<Problem> problems = [];
        List<(Client, byte[])> entries = [];
        if (lines.Length > MostLines)
            throw new InputException("tokens-malformed", path, $"The file has more than {MostLines} lines.", "Give devices certificates instead.");
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [string name, string role, { Length: 64 } hash] && (role is "device" or "operator") && BearerToken.IsClient(name) && hash.All(char.IsAsciiHexDigit))
                entries.Add((new Client(name, role == "operator" ? Role.Operator : Role.Device), Convert.FromHexString(hash)));
            else
                problems.Add(new Problem("tokens-malformed", FormattableString.Invariant($"{path}:{i + 1}"), "This is no line of a token file.", "Write: NAME device|operator SHA256-OF-THE-TOKEN; fulcrum token makes such lines."));
        }

        return problems.Count == 0 ? new TokenFile([.. entries]) : throw new InputException(problems);
    }

    /// <summary>Whose token it is; null: nobody's. Takes as long for every token: all hashes are compared in full.</summary>
    internal Client? Find(ReadOnlySpan<char> token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(token, hash);
        Client? found = null;
        foreach ((Client client, byte[] known) in _entries)
        {
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = client;
        }

        return found;
    }

    private static void Hash(ReadOnlySpan<char> token, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (!Encoding.UTF8.TryGetBytes(token, bytes, out int length))
            length = 0;
        SHA256.HashData(bytes[..length], hash);
    }
}
