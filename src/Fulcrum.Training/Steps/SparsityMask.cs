using Fulcrum.Graphs;

namespace Fulcrum.Training.Steps;

/// <summary>Pruned weights stay pruned: in a tensor of which a good part is exactly zero, zeros are no accident and training leaves them.</summary>
internal static class SparsityMask
{
    /// <summary>The least share of zeros that counts as pruned.</summary>
    public const double Least = 0.2;

    /// <summary>1 where a weight may move, 0 where it was pruned; null when the tensor is not pruned.</summary>
    public static Tensor? Of(Tensor parameter)
    {
        if (parameter.Shape.Count < 2)
            return null;
        float[] mask = parameter.Values<float>().ToArray();
        int zeros = 0;
        for (int i = 0; i < mask.Length; i++)
        {
            zeros += mask[i] == 0 ? 1 : 0;
            mask[i] = mask[i] == 0 ? 0 : 1;
        }

        return zeros >= Least * mask.Length && zeros < mask.Length ? Tensor.From<float>($"{parameter.Name}/mask", parameter.Shape, mask) : null;
    }
}
