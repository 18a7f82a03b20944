using System.Text;

namespace Fulcrum.Graphs.Text;

/// <summary>Cuts text into tokens.</summary>
internal sealed class Lexer
{
    private readonly string _text;
    private readonly List<Token> _tokens = [];
    private int _next;
    private int _line = 1;
    private int _lineStart;

    private Lexer(string text) => _text = text;

    private char Current => Ahead(0);

    /// <summary>All tokens, <see cref="TokenKind.End"/> last.</summary>
    public static IReadOnlyList<Token> Read(string text)
    {
        var lexer = new Lexer(text);
        while (lexer.SkipBlanks())
            lexer._tokens.Add(lexer.ReadToken());
        lexer._tokens.Add(lexer.At(TokenKind.End, ""));
        return lexer._tokens;
    }

    private char Ahead(int distance) => _next + distance < _text.Length ? _text[_next + distance] : '\0';

    private Token At(TokenKind kind, string text) => new(kind, text, _line, _next - _lineStart + 1);

    private void Advance()
    {
        if (_text[_next++] == '\n')
            (_line, _lineStart) = (_line + 1, _next);
    }

    private bool SkipBlanks()
    {
        while (_next < _text.Length && (char.IsWhiteSpace(Current) || Current == '#'))
        {
            bool comment = Current == '#';
            while (comment && _next < _text.Length && Current != '\n')
                Advance();
            if (_next < _text.Length)
                Advance();
        }

        return _next < _text.Length;
    }

    private Token ReadToken()
    {
        Token start = At(TokenKind.Symbol, Current.ToString());
        if (Current == '"')
            return start with { Kind = TokenKind.Quoted, Text = ReadQuoted(start) };
        if (Current == '0' && Ahead(1) == 'x' && Ahead(2) == '"')
            return ReadHexadecimal(start);
        if (Names.IsStart(Current))
            return start with { Kind = TokenKind.Identifier, Text = ReadWord("") };
        if (char.IsAsciiDigit(Current) || Current == '-')
            return ReadNumber(start);
        if (Current == '=' && Ahead(1) == '>')
            start = start with { Text = "=>" };
        else if (!"()[]{}<>,:=@.?".Contains(Current, StringComparison.Ordinal))
            throw start.Refuse($"The character '{Current}' has no meaning here.", "Put names with such characters in double quotes.");
        _next += start.Text.Length;
        return start;
    }

    private string ReadQuoted(Token start)
    {
        var value = new StringBuilder();
        for (Advance(); Current != '"' || _next >= _text.Length; Advance())
        {
            if (Current == '\\')
                Advance();
            if (_next >= _text.Length)
                throw start.Refuse("The string does not end.", "Close it with a double quote; a quote inside it is written \\\".");
            value.Append(Current);
        }

        Advance();
        return value.ToString();
    }

    private Token ReadHexadecimal(Token start)
    {
        _next += 2;
        string digits = ReadQuoted(start);
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit)
            ? start with { Kind = TokenKind.Hexadecimal, Text = digits }
            : throw start.Refuse("Bytes need an even number of hexadecimal digits.", "Write them like 0x\"00ff\".");
    }

    private string ReadWord(string prefix)
    {
        int from = _next;
        while (Names.IsPart(Current))
            _next++;
        return prefix + _text[from.._next];
    }

    private Token ReadNumber(Token start)
    {
        int from = _next;
        if (Current == '-')
            _next++;
        if (Names.IsStart(Current) && ReadWord("-") is string word)
            return Literals.IsWord(word) ? start with { Kind = TokenKind.Float, Text = word } : throw Malformed(start);
        bool valid = SkipDigits();
        bool real = Current == '.';
        if (real)
        {
            _next++;
            SkipDigits();
        }

        if (Current is 'e' or 'E')
        {
            real = true;
            _next += Ahead(1) is '+' or '-' ? 2 : 1;
            valid &= SkipDigits();
        }

        return valid && !Names.IsPart(Current) && Current != '.'
            ? start with { Kind = real ? TokenKind.Float : TokenKind.Integer, Text = _text[from.._next] }
            : throw Malformed(start);
    }

    private bool SkipDigits()
    {
        int from = _next;
        while (char.IsAsciiDigit(Current))
            _next++;
        return _next > from;
    }

    private static Exception Malformed(Token start) => start.Refuse("This is no number.", "Write numbers like -1, 0.5, 1e-3, -inf or nan.");
}
