using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>The first planes of coded weights: the same weights on a grid with a step three times as large, whose cells are three of the finer grid's, so that what is missing is one digit of base three.</summary>
public static class CoarseWeights
{
    private const int Factor = 3;

    private static readonly int Code = StepGrid.Code(Factor);

    /// <summary>A tensor without its last digit; one of a single axis, a bias, stays whole.</summary>
    public static PackedTensor Of(PackedTensor tensor) => tensor.Shape.Count < 2 || tensor.RowSteps.Any(r => r > StepGrid.Limit - Code)
        ? tensor
        : tensor with { RowSteps = [.. tensor.RowSteps.Select(r => r + Code)], Symbols = [.. tensor.Symbols.Select(s => (s + Math.Sign(s)) / Factor)] };
}
