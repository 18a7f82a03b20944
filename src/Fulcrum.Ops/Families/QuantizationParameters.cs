using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>Scale and zero point of QuantizeLinear and DequantizeLinear, when they are constants.</summary>
internal static class QuantizationParameters
{
    /// <summary>What is wrong with them.</summary>
    public static IEnumerable<string> Check(OpNode node)
    {
        if (node.Floats(1) is { } scales)
        {
            if (scales.Any(s => !float.IsFinite(s) || s <= 0))
                yield return "A scale is zero, negative, infinite or no number.";
            else if (scales.Any(float.IsSubnormal))
                yield return "A scale is so small that it loses precision (subnormal).";
            if (Channels(node) is long channels && node.Constant(1) is { Shape.Count: 1 } scale && scale.Shape[0] != channels)
                yield return $"There are {scale.Shape[0]} scales for {channels} channels.";
        }

        if (node.Shape(1) is { } shape && node.Shape(2) is { } zero && Shapes.Multiply(shape).Size is long count && Shapes.Multiply(zero).Size is long zeros && count != zeros)
            yield return $"There are {count} scales and {zeros} zero points.";
    }

    private static long? Channels(OpNode node) => node.Shape(0) is { Count: > 0 } shape && OpNode.Axis(node.Node.Int("axis", 1), shape.Count) is int axis ? shape[axis].Size : null;
}
