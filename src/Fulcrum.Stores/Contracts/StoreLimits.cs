using Fulcrum.Problems;

namespace Fulcrum.Stores.Contracts;

/// <summary>What bounds every store, and the checks of names.</summary>
public static class StoreLimits
{
    /// <summary>Versions of a document that are kept.</summary>
    public const int Versions = 16;

    /// <summary>Bytes of a document, at most.</summary>
    public const int DocumentBytes = 4 << 20;

    /// <summary>Devices, at most.</summary>
    public const int Devices = 10_000;

    /// <summary>Bytes of a device's report, at most.</summary>
    public const int DeviceBytes = 64 << 10;

    private const int TokenLength = 128;

    /// <summary>Whether a name may be that of a document or a device: 1 to 128 letters, digits, dots, dashes and underscores, not beginning with a dot.</summary>
    public static bool IsToken(string name) => name.Length is > 0 and <= TokenLength && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>Whether this is a SHA-256 in lower-case hex.</summary>
    public static bool IsHash(string sha256) => sha256.Length == 64 && sha256.All(c => char.IsAsciiHexDigitLower(c) || char.IsAsciiDigit(c));

    /// <summary>Refuses names that are no tokens.</summary>
    /// <exception cref="InputException"><c>store-name</c>.</exception>
    public static void RequireTokens(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (!IsToken(name))
                throw new InputException("store-name", Printable.Of(name, TokenLength), "The name is empty, too long, begins with a dot, or holds more than letters, digits, dot, dash and underscore.", "Choose another name.");
        }
    }

    internal static void RequireHash(string sha256)
    {
        if (!IsHash(sha256))
            throw new InputException("object-unknown", Printable.Of(sha256, 80), "This is no SHA-256 in lower-case hex.", "Objects are named by their content.");
    }

    internal static void RequireDocument(ReadOnlyMemory<byte> content)
    {
        if (content.Length > DocumentBytes)
            throw new InputException("document-too-large", "document", $"The document has {content.Length} bytes, {DocumentBytes} are possible.", "Publish fewer files.");
    }

    internal static void RequireReport(string name, ReadOnlyMemory<byte> json)
    {
        RequireTokens(name);
        if (json.Length > DeviceBytes)
            throw new InputException("device-malformed", name, $"The report has {json.Length} bytes, {DeviceBytes} are possible.", "Report less.");
    }

    internal static InputException Full() => new("devices-full", "name", $"{Devices} devices are known.", "Devices that are silent are forgotten after a while.");

    internal static InputException Unknown(string sha256) => new("object-unknown", sha256, "The store has no such object.", "Publish again what names it.");

    internal static InputException Damaged(string sha256) => new("object-damaged", sha256, "The object's bytes are not those that its name says.", "Publish again what names it; check the disk that the store is on.");
}
