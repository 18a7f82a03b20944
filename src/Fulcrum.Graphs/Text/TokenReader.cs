namespace Fulcrum.Graphs.Text;

/// <summary>Walks over tokens; says what it expected when it finds something else.</summary>
internal sealed class TokenReader(IReadOnlyList<Token> tokens)
{
    private const int DeepestNesting = 100;
    private int _position;
    private int _depth;

    public Token Current => Ahead(0);

    public bool AtName => Current.Kind is TokenKind.Identifier or TokenKind.Quoted;

    public Token Ahead(int distance) => tokens[Math.Min(_position + distance, tokens.Count - 1)];

    public Token Next()
    {
        Token token = Current;
        _position++;
        return token;
    }

    public bool Take(string symbol)
    {
        if (!Current.Is(symbol))
            return false;
        _position++;
        return true;
    }

    public void Expect(string symbol, string remedy = "")
    {
        if (!Take(symbol))
            throw Current.Unexpected($"'{symbol}'", remedy);
    }

    /// <summary>A plain word.</summary>
    public string Identifier(string what) => Current.Kind == TokenKind.Identifier ? Next().Text : throw Current.Unexpected(what, "Write a plain word here.");

    /// <summary>A name, quoted or not.</summary>
    public string Name(string what) => AtName ? Next().Text : throw Current.Unexpected(what, "Put names that are no plain words in double quotes.");

    /// <summary>A quoted string.</summary>
    public string String(string what) => Current.Kind == TokenKind.Quoted ? Next().Text : throw Current.Unexpected(what, "Put it in double quotes.");

    /// <summary>A string, as the bytes it stands for.</summary>
    public ReadOnlyMemory<byte> Bytes() => Current.Kind == TokenKind.Hexadecimal
        ? Convert.FromHexString(Next().Text)
        : System.Text.Encoding.UTF8.GetBytes(String("a string"));

    /// <summary>Items with commas between, in brackets that may be empty.</summary>
    public List<T> List<T>(string open, string close, Func<T> read)
    {
        Expect(open);
        List<T> items = [];
        if (Take(close))
            return items;
        do
            items.Add(read());
        while (Take(","));
        if (!Take(close))
            throw Current.Unexpected($"',' or '{close}'", "");
        return items;
    }

    /// <summary>Key-value pairs in square brackets.</summary>
    public List<MetadataEntry> Entries() => List("[", "]", () =>
    {
        string key = String("a key");
        Expect(":");
        return new MetadataEntry(key, String("a value"));
    });

    /// <summary>Op versions by domain in square brackets.</summary>
    public List<OpsetImport> Opsets() => List("[", "]", () =>
    {
        string domain = String("an op domain");
        Expect(":");
        return new OpsetImport(domain, Literals.Int64(Next()));
    });

    /// <summary>Reads something that may hold itself.</summary>
    public T Nested<T>(Func<TokenReader, T> read)
    {
        if (_depth == DeepestNesting)
            throw Current.Refuse($"Types and graphs are nested more than {DeepestNesting} deep.", "Nest them less.");
        _depth++;
        T result = read(this);
        _depth--;
        return result;
    }
}
