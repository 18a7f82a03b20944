using System.Security.Cryptography;
using System.Text;
using Fulcrum.Problems;

namespace Fulcrum.Server.Access;

/// <summary>
/// The clients that have bearer tokens: lines of <c>NAME ROLE SHA256</c>, # begins a comment. The file holds no token, only hashes; a client whose line is taken out is locked out within a second. See docs/security.md.
/// </summary>
public sealed class TokenFile
{
    private const int MostLines = 100_000, TokenBytes = 32;
    private readonly (Client Client, byte[] Hash)[] _entries;

    private TokenFile((Client, byte[])[] entries) => _entries = entries;

    /// <summary>A new token and the line that lets it in.</summary>
    /// <param name="name">The client: letters, digits, dot, dash, underscore.</param>
    /// <param name="isOperator">Whether it may do everything; otherwise it is a device.</param>
    /// <exception cref="InputException"><c>token-name</c>.</exception>
    public static (string Token, string Line) Create(string name, bool isOperator)
    {
        if (!IsName(name))
            throw new InputException("token-name", name, "A client's name has other characters than letters, digits, dot, dash and underscore, or none.", "Use for example camera-12.");
        string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        return (token, $"{name} {(isOperator ? "operator" : "device")} {Convert.ToHexStringLower(HashOf(token))}");
    }

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
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [string name, string role, { Length: 64 } hash] && (role is "device" or "operator") && IsName(name) && hash.All(char.IsAsciiHexDigit))
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

    private static byte[] HashOf(string token)
    {
        byte[] hash = new byte[SHA256.HashSizeInBytes];
        Hash(token, hash);
        return hash;
    }

    private static void Hash(ReadOnlySpan<char> token, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (!Encoding.UTF8.TryGetBytes(token, bytes, out int length))
            length = 0;
        SHA256.HashData(bytes[..length], hash);
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 128 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
