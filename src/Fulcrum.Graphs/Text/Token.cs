using Fulcrum.Problems;

namespace Fulcrum.Graphs.Text;

internal enum TokenKind
{
    End,
    Symbol,
    Identifier,
    Quoted,
    Hexadecimal,
    Integer,
    Float,
}

/// <summary>One word of the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word: without quotes and escapes where it was quoted.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line, int Column)
{
    private string Description => Kind switch
    {
        TokenKind.End => "the end of the text",
        TokenKind.Quoted => $"\"{Text}\"",
        TokenKind.Hexadecimal => $"0x\"{Text}\"",
        _ => $"'{Text}'",
    };

    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public InputException Refuse(string message, string remedy) => new("text-syntax", $"{Line}:{Column}", message, remedy);

    public InputException Unexpected(string wanted, string remedy) => Refuse($"Expected {wanted}, found {Description}.", remedy);
}
