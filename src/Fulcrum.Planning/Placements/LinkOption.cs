using Fulcrum.Planning.Variants;

namespace Fulcrum.Planning.Placements;

/// <summary>A cut with one coding for each tensor that crosses.</summary>
/// <param name="Codings">In the order of the cut's tensors.</param>
/// <param name="Quantities">As <see cref="LinkQuantity"/>.</param>
/// <param name="Leakage">The most that any of the tensors gives away.</param>
internal sealed record LinkOption(IReadOnlyList<TensorCoding> Codings, double[] Quantities, double Leakage);
