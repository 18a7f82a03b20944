using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>Step codes of a finer grid: where there are as many as of the coarse one, as what they differ by; by themselves otherwise.</summary>
internal static class UpgradeSteps
{
    public static void Encode(SymbolEncoder coder, int[] coarse, int[] fine, int window) =>
        StepCoding.Encode(coder, coarse.Length == fine.Length ? [.. fine.Zip(coarse, (f, c) => f - c)] : fine, window);

    /// <summary>The codes; null when they are not ones that were encoded.</summary>
    public static int[]? Decode(ref SymbolDecoder coder, int[] coarse, int count, int window)
    {
        int[]? codes = StepCoding.Decode(ref coder, count, window);
        if (codes is null || coarse.Length != count)
            return codes;
        for (int i = 0; i < count; i++)
        {
            codes[i] += coarse[i];
            if (Math.Abs(codes[i]) > StepGrid.Limit)
                return null;
        }

        return codes;
    }
}
