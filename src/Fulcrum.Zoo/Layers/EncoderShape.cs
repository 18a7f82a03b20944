namespace Fulcrum.Zoo.Layers;

/// <summary>The sizes of a transformer encoder for text.</summary>
internal sealed record EncoderShape
{
    /// <summary>Blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Features of a token.</summary>
    public required int Hidden { get; init; }

    /// <summary>Attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Tokens in the vocabulary.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Longest sequence; default 512.</summary>
    public int Positions { get; init; } = 512;

    /// <summary>Rows of the position table before that of the first token; default 0.</summary>
    public int PositionOffset { get; init; }

    /// <summary>Token types; default 1.</summary>
    public int TokenTypes { get; init; } = 1;

    /// <summary>Added to the variance by layer normalisation; default 1e-12.</summary>
    public float Epsilon { get; init; } = 1e-12f;

    /// <summary>Features between the two layers of a feed-forward part.</summary>
    public int Inner => 4 * Hidden;
}
