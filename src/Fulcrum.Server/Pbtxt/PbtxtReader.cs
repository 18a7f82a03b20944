namespace Fulcrum.Server.Pbtxt;

/// <summary>Reads protobuf's text format without knowing the message's type.</summary>
internal sealed class PbtxtReader
{
    private const int Deepest = 32;
    private readonly PbtxtLexer _lexer;
    private PbtxtToken _token;

    private PbtxtReader(PbtxtLexer lexer) => (_lexer, _token) = (lexer, lexer.Next());

    /// <summary>The fields of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="Problems.InputException"><c>config-malformed</c>, with the line.</exception>
    public static PbtxtMessage Read(string text, string place)
    {
        var reader = new PbtxtReader(new PbtxtLexer(text, place));
        return reader.Fields(null, 1, 0);
    }

    private PbtxtMessage Fields(char? end, int opened, int depth)
    {
        if (depth > Deepest)
            throw _lexer.Refuse(opened, $"Messages are nested more than {Deepest} deep.");
        var fields = new List<PbtxtField>();
        while (!(end is char mark ? _token.Is(mark) : _token.Kind == PbtxtKind.End))
        {
            if (_token.Kind == PbtxtKind.End)
                throw _lexer.Refuse(opened, $"The message that begins here has no '{end}'.");
            Field(fields, depth);
        }

        Take();
        return new PbtxtMessage(fields);
    }

    private void Field(List<PbtxtField> fields, int depth)
    {
        PbtxtToken name = Take();
        if (name.Kind != PbtxtKind.Word)
            throw _lexer.Refuse(name.Line, $"A field's name was expected, not '{name.Text}'.");
        bool colon = _token.Is(':');
        if (colon)
            Take();
        if (_token.Is('['))
            List(fields, name, depth);
        else
            fields.Add(Value(name, colon, depth));
        if (_token.Is(',') || _token.Is(';'))
            Take();
    }

    private void List(List<PbtxtField> fields, PbtxtToken name, int depth)
    {
        Take();
        while (!_token.Is(']'))
        {
            fields.Add(Value(name, colon: true, depth));
            if (_token.Is(','))
                Take();
            else if (!_token.Is(']'))
                throw _lexer.Refuse(_token.Line, $"The list of '{name.Text}' goes on with '{_token.Text}'; ',' or ']' was expected.");
        }

        Take();
    }

    private PbtxtField Value(PbtxtToken name, bool colon, int depth)
    {
        PbtxtToken first = Take();
        if (first.Is('{') || first.Is('<'))
            return new PbtxtField(name.Text, name.Line, null, Fields(first.Is('{') ? '}' : '>', first.Line, depth + 1));
        if (!colon)
            throw _lexer.Refuse(name.Line, $"The field '{name.Text}' has no ':' before its value.");
        string text = first.Kind is PbtxtKind.Word or PbtxtKind.Text ? first.Text : throw _lexer.Refuse(first.Line, $"The field '{name.Text}' has no value.");
        while (first.Kind == PbtxtKind.Text && _token.Kind == PbtxtKind.Text)
            text += Take().Text;
        return new PbtxtField(name.Text, name.Line, text, null);
    }

    private PbtxtToken Take()
    {
        PbtxtToken taken = _token;
        _token = _lexer.Next();
        return taken;
    }
}
