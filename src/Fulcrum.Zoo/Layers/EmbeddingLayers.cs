using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Layers;

/// <summary>What turns token ids into features, and an attention mask into a bias.</summary>
internal static class EmbeddingLayers
{
    private const float Masked = -10000;

    /// <summary>Sum of word, token type and position embeddings, normalised.</summary>
    /// <param name="to">Where to write.</param>
    /// <param name="path">The module's path.</param>
    /// <param name="ids">Token ids [batch, sequence].</param>
    /// <param name="types">Token types [batch, sequence]; null when all are of type 0.</param>
    /// <param name="shape">The encoder's sizes.</param>
    public static string Embeddings(this LayerWriter to, string path, string ids, string? types, EncoderShape shape)
    {
        string words = to.Embedding($"{path}/word_embeddings", ids, shape.Vocabulary, shape);
        string kinds = to.Embedding($"{path}/token_type_embeddings", types ?? to.Shared("token_type_ids", () => Tensor.From<long>("token_type_ids", [1, 1], [0])), shape.TokenTypes, shape);
        string positions = to.Embedding($"{path}/position_embeddings", to.PositionIds(path, ids, shape), shape.PositionOffset + shape.Positions, shape);
        string sum = to.Emit(path, "Add", [to.Emit(path, "Add", [words, kinds]), positions]);
        return to.LayerNorm($"{path}/LayerNorm", sum, shape);
    }

    /// <summary>What is added to attention scores [batch, heads, sequence, sequence]: 0 for tokens to see, much less for others.</summary>
    public static string AttentionBias(this LayerWriter to, string path, string mask)
    {
        string wide = to.Emit(path, "Unsqueeze", [mask, to.Integers("axes.1.2", 1, 2)]);
        string seen = to.Emit(path, "Cast", [wide], NodeAttribute.Of("to", (long)ElementType.Float));
        return to.Emit(path, "Mul", [to.Emit(path, "Sub", [to.Number("one", 1), seen]), to.Number("masked", Masked)]);
    }

    private static string Embedding(this LayerWriter to, string path, string ids, int rows, EncoderShape shape) =>
        to.Emit(path, "Gather", [to.Weight(path, shape.Hidden, ConvShape.Linear, rows, shape.Hidden), ids]);

    // The first positions of the table, as many as the sequence has at run time.
    private static string PositionIds(this LayerWriter to, string path, string ids, EncoderShape shape)
    {
        long[] all = [.. Enumerable.Range(shape.PositionOffset, shape.Positions)];
        string table = to.Shared("position_ids", () => Tensor.From<long>("position_ids", [1, all.Length], all));
        string length = to.Emit(path, "Gather", [to.Emit(path, "Shape", [ids]), to.Integer("index.1", 1)], NodeAttribute.Of("axis", 0));
        string end = to.Emit(path, "Unsqueeze", [length, to.Integers("axes.0", 0)]);
        return to.Emit(path, "Slice", [table, to.Integers("slice.start", 0), end, to.Integers("slice.axis", 1), to.Integers("slice.step", 1)]);
    }
}
