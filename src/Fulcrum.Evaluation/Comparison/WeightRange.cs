using System.Numerics.Tensors;
using Fulcrum.Graphs;
using Tensor = Fulcrum.Graphs.Tensor;

namespace Fulcrum.Evaluation.Comparison;

/// <summary>The range of a weight, and what lies far out in it: few large weights make the grid coarse for all others.</summary>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest.</param>
/// <param name="Rms">The root of the mean square.</param>
/// <param name="Outliers">How many are more than six times that away from 0.</param>
/// <param name="ChannelSpread">The largest weight of the widest output channel, over that of the median one: what one scale per channel saves.</param>
public sealed record WeightRange(float Low, float High, double Rms, long Outliers, double ChannelSpread)
{
    private const double FarOut = 6;

    /// <summary>The range of a weight.</summary>
    /// <param name="weight">Float, with elements.</param>
    /// <param name="axis">Which axis counts output channels.</param>
    public static WeightRange Of(Tensor weight, int axis)
    {
        ReadOnlySpan<float> values = weight.Values<float>();
        double rms = TensorPrimitives.Norm(values) / Math.Sqrt(Math.Max(1, values.Length));
        int inner = (int)weight.Shape.Skip(axis + 1).Aggregate(1L, (n, d) => n * d), channels = (int)weight.Shape[axis];
        double[] largest = new double[channels];
        long outliers = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double size = Math.Abs((double)values[i]);
            outliers += size > FarOut * rms ? 1 : 0;
            largest[i / inner % channels] = Math.Max(largest[i / inner % channels], size);
        }

        Array.Sort(largest);
        double median = largest[channels / 2];
        return new WeightRange(TensorPrimitives.Min(values), TensorPrimitives.Max(values), rms, outliers, median > 0 ? largest[^1] / median : 1);
    }

    /// <summary>The axis of a node's weight that counts output channels.</summary>
    internal static int Axis(Node node) => node.OpType switch
    {
        "Conv" => 0,
        "ConvTranspose" => 1,
        "Gemm" => node.Int("transB", 0) != 0 ? 0 : 1,
        _ => -1,
    };
}
