using Fulcrum.Onnx.Files;
using Fulcrum.Problems;

namespace Fulcrum.Onnx.Wire;

/// <summary>What all slices of one file share: its name, where more of it can be read, what its structure may cost, its strings.</summary>
internal sealed class ReadContext(string place, long length, FileSource? source = null)
{
    private const long Allowance = 48 << 20;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _strings = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private long _budget = checked((4 * Math.Min(length, long.MaxValue / 8)) + Allowance);

    public string Place => place;

    public FileSource? Source => source;

    /// <summary>Where references to other files are resolved; null when the model came from memory.</summary>
    public ExternalFiles? External { get; init; }

    /// <summary>Accounts for memory before it is taken. Structure may take four times the file and a fixed allowance, not more.</summary>
    /// <exception cref="InputException"><c>onnx-limit</c>.</exception>
    public void Charge(long bytes)
    {
        _budget -= bytes;
        if (_budget < 0)
            throw new InputException("onnx-limit", place, $"The model's structure would take more than 4 times its {length} bytes in memory.", "The file is damaged or hostile.");
    }

    /// <summary>One object per distinct text.</summary>
    public string Intern(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "";
        if (_strings.TryGetValue(text, out string? known))
            return known;
        Charge(48 + (2L * text.Length));
        _strings.Add(text);
        _strings.TryGetValue(text, out known);
        return known!;
    }
}
