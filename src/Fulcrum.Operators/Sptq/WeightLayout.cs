using Fulcrum.Graphs;

namespace Fulcrum.Operators.Sptq;

/// <summary>
/// A weight seen as matrices: one per group, output channels down, what they sum over across. Row r, column k is element r * RowStride + k * ColumnStride;
/// the rows of group g are g * (Rows / Groups) to the next.
/// </summary>
/// <param name="Groups">1, or the groups of a Conv.</param>
/// <param name="Rows">Output channels of all groups.</param>
/// <param name="Columns">Inputs of one output: of a Conv, the group's channels times the kernel's elements.</param>
/// <param name="RowStride">Elements from one output to the next.</param>
/// <param name="ColumnStride">Elements from one input to the next.</param>
/// <param name="Axis">The weight's axis that counts outputs.</param>
internal sealed record WeightLayout(int Groups, int Rows, int Columns, int RowStride, int ColumnStride, int Axis)
{
    /// <summary>Rows of one group.</summary>
    public int GroupRows => Rows / Groups;

    /// <summary>The layout of a node's second input; null where it is none of the usual forms (Conv of one or two dimensions, Gemm, MatMul with one matrix).</summary>
    public static WeightLayout? Of(Node node, Tensor weight)
    {
        int[] shape = [.. weight.Shape.Select(d => (int)d)];
        if (shape.Any(d => d == 0))
            return null;
        return (node.OpType, shape) switch
        {
            ("Conv", [_, _, _] or [_, _, _, _]) => Convolution(shape, (int)node.Int("group", 1)),
            ("Gemm", [int first, int second]) when node.Int("transA", 0) == 0 && node.Float("alpha", 1) == 1 && node.Float("beta", 1) == 1 =>
                node.Int("transB", 0) != 0 ? new WeightLayout(1, first, second, second, 1, 0) : new WeightLayout(1, second, first, 1, second, 1),
            ("MatMul", [int inputs, int outputs]) => new WeightLayout(1, outputs, inputs, 1, outputs, 1),
            _ => null,
        };
    }

    private static WeightLayout? Convolution(int[] shape, int groups)
    {
        int columns = shape.Skip(1).Aggregate(1, (n, d) => n * d);
        return groups > 0 && shape[0] % groups == 0 ? new WeightLayout(groups, shape[0], columns, columns, 1, 0) : null;
    }
}
