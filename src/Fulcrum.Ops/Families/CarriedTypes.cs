using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>The types of values that a body passes from one iteration to the next.</summary>
internal static class CarriedTypes
{
    private const int Passes = 3;

    /// <summary>Widens the types of carried values until the body gives back what it takes; null types when it does not come to rest.</summary>
    /// <param name="node">The loop.</param>
    /// <param name="body">Its body.</param>
    /// <param name="carried">The types before the first iteration; afterwards those of any iteration.</param>
    /// <param name="inputs">All inputs of the body, given the carried ones.</param>
    /// <param name="firstOutput">Which output of the body is the first carried one.</param>
    public static InferredBody Settle(OpNode node, Graph body, OnnxType?[] carried, Func<OnnxType?[], IReadOnlyList<OnnxType?>> inputs, int firstOutput)
    {
        for (int pass = 0; pass < Passes; pass++)
        {
            InferredBody result = node.Body(body, inputs(carried));
            if (!Widen(carried, result, firstOutput))
                return result;
        }

        Array.Clear(carried);
        return node.Body(body, inputs(carried));
    }

    private static bool Widen(OnnxType?[] carried, InferredBody result, int firstOutput)
    {
        bool changed = false;
        for (int i = 0; i < carried.Length; i++)
        {
            OnnxType? after = firstOutput + i < result.Outputs.Count ? result.Outputs[firstOutput + i] : null;
            OnnxType? common = TypeUnion.Of(carried[i], after);
            changed |= !ReferenceEquals(common, carried[i]);
            carried[i] = common;
        }

        return changed;
    }
}
