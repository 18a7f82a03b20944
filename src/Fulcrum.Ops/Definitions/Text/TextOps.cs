namespace Fulcrum.Ops.Definitions.Text;

/// <summary>The definitions of this folder, by name.</summary>
internal static class TextOps
{
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new RegexFullMatchOp(),
        new StringConcatOp(),
        new StringNormalizerOp(),
        new StringSplitOp(),
        new TfIdfVectorizerOp(),
    ];
}
