namespace Fulcrum.Server.Pbtxt;

/// <summary>What a token is: a mark is one character of punctuation.</summary>
internal enum PbtxtKind
{
    End,
    Word,
    Text,
    Mark,
}

/// <summary>A token with its line.</summary>
internal readonly record struct PbtxtToken(PbtxtKind Kind, string Text, int Line)
{
    public bool Is(char mark) => Kind == PbtxtKind.Mark && Text[0] == mark;
}
