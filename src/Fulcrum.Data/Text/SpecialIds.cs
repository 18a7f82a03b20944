namespace Fulcrum.Data.Text;

/// <summary>Ids that stand for no token of a text.</summary>
/// <param name="Pad">Fills short samples.</param>
/// <param name="Unknown">Stands for tokens that the vocabulary lacks.</param>
/// <param name="Separator">Between two texts; null where there is one.</param>
internal sealed record SpecialIds(int Pad, int Unknown, int? Separator)
{
    /// <summary>Those that there are.</summary>
    public IReadOnlyList<int> All => Separator is int separator ? [Pad, Unknown, separator] : [Pad, Unknown];
}
