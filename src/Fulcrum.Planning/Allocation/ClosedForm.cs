namespace Fulcrum.Planning.Allocation;

/// <summary>QPART's continuous optimum: least total of z_j b_j while the sum of s_j 4^-b_j / rho_j stays within Delta.</summary>
public static class ClosedForm
{
    private const double Ln4 = 1.3862943611198906;

    /// <summary>QPART (40), generalised to a price e_j per bit: b_j = log4( s_j sum(e z) / (rho_j e_j z_j Delta) ).</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="budget">Delta.</param>
    public static double[] Bits(IReadOnlyList<ClosedFormTensor> tensors, double budget)
    {
        double total = tensors.Sum(t => t.PricedSize);
        return [.. tensors.Select(t => Math.Log(t.Noise * total / (t.PricedSize * budget)) / Ln4)];
    }

    /// <summary>The optimum with widths kept within limits: water-filling, the multiplier found by bisection.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="budget">Delta.</param>
    /// <param name="minimum">Least width.</param>
    /// <param name="maximum">Largest width.</param>
    /// <returns>The widths; all at the maximum when even that exceeds the budget.</returns>
    public static double[] Bits(IReadOnlyList<ClosedFormTensor> tensors, double budget, double minimum, double maximum)
    {
        double[] At(double logLambda) =>
            [.. tensors.Select(t => Math.Clamp((logLambda + Math.Log(Ln4 * t.Noise / t.PricedSize)) / Ln4, minimum, maximum))];
        (double low, double high) = (-700, 700);
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            double[] bits = At(middle);
            if (tensors.Select((t, j) => t.Noise * Math.Pow(4, -bits[j])).Sum() <= budget)
                high = middle;
            else
                low = middle;
        }

        return At(high);
    }

    /// <summary>Algorithm 1's recursion: the width of a layer from that of the next one.</summary>
    public static double Previous(ClosedFormTensor previous, ClosedFormTensor next, double nextBits) =>
        nextBits + (Math.Log(previous.Noise * next.PricedSize / (next.Noise * previous.PricedSize)) / Ln4);
}

/// <summary>A tensor in the closed form.</summary>
/// <param name="Noise">s_j / rho_j.</param>
/// <param name="PricedSize">e_j z_j: values times the price of a bit of one.</param>
public readonly record struct ClosedFormTensor(double Noise, double PricedSize);
