using System.Text;
using Fulcrum.Problems;

namespace Fulcrum.Server.Pbtxt;

/// <summary>Cuts text format into tokens; comments and blanks fall away.</summary>
internal sealed class PbtxtLexer(string text, string place)
{
    private int _at;
    private int _line = 1;

    public PbtxtToken Next()
    {
        SkipBlanks();
        if (_at == text.Length)
            return new PbtxtToken(PbtxtKind.End, "", _line);
        int line = _line;
        char first = text[_at];
        if (first is '"' or '\'')
            return new PbtxtToken(PbtxtKind.Text, Quoted(first), line);
        if (!IsWord(first))
            return "{}<>[]:,;".Contains(first) ? new PbtxtToken(PbtxtKind.Mark, text[_at++].ToString(), line) : throw Refuse(line, $"The character '{first}' means nothing here.");
        int start = _at;
        while (_at < text.Length && IsWord(text[_at]))
            _at++;
        return new PbtxtToken(PbtxtKind.Word, text[start.._at], line);
    }

    public InputException Refuse(int line, string message) => new("config-malformed", $"{place}, line {line}", message, "Write the file in protobuf's text format, as Triton's config.pbtxt.");

    private void SkipBlanks()
    {
        while (_at < text.Length && (char.IsWhiteSpace(text[_at]) || text[_at] == '#'))
        {
            if (text[_at] == '#')
                _at = text.IndexOf('\n', _at) is int end and >= 0 ? end : text.Length;
            else if (text[_at++] == '\n')
                _line++;
        }
    }

    private string Quoted(char quote)
    {
        var value = new StringBuilder();
        int line = _line;
        for (_at++; _at < text.Length && text[_at] != '\n'; _at++)
        {
            if (text[_at] == quote)
            {
                _at++;
                return value.ToString();
            }

            if (text[_at] == '\\' && _at + 1 < text.Length)
                value.Append(text[++_at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
            else
                value.Append(text[_at]);
        }

        throw Refuse(line, "The text in quotes does not end on its line.");
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '.' or '/';
}
