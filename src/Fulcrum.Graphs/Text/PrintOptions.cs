namespace Fulcrum.Graphs.Text;

/// <summary>How much is printed.</summary>
public sealed record PrintOptions
{
    /// <summary>Tensors with more elements than this print as <c>...</c>, which cannot be read back.</summary>
    public int MaximumElements { get; init; } = int.MaxValue;
}
