namespace Fulcrum.Planning.Offline;

/// <summary>What was measured of one tensor (a layer's weights, or a cut tensor).</summary>
/// <param name="EnergyByBits">Logit noise energy when it alone is quantized to 2..8 bits, by width.</param>
/// <param name="EnergyByLevel">Logit noise energy at which noise on it alone costs each level.</param>
/// <param name="AdversarialMargin">Mean squared norm of the least label-changing logit noise.</param>
internal sealed record TensorMeasurement(IReadOnlyDictionary<int, double> EnergyByBits, IReadOnlyList<double> EnergyByLevel, double AdversarialMargin)
{
    private const int FitBits = 6;

    /// <summary>s of QPART (18) and (19), from the measurement at 6 bits: s = ||r_Z||² 4^b.</summary>
    public double NoiseScale => EnergyByBits[FitBits] * Math.Pow(4, FitBits);

    /// <summary>rho per level, QPART (22).</summary>
    public IReadOnlyList<double> Robustness => [.. EnergyByLevel.Select(e => e / AdversarialMargin)];

    /// <summary>psi at a width and level, QPART (20) and (21), normalised so that 1 costs the level: measured, not extrapolated.</summary>
    public double Psi(int bits, int level) => bits == 32 ? 0 : EnergyByBits[bits] / EnergyByLevel[level];

    public static TensorMeasurement Of(ChainExecutor chain, NoisyTensor tensor, OfflineOptions options, double margin)
    {
        var energies = new Dictionary<int, double>();
        for (int bits = 2; bits <= 8; bits++)
        {
            tensor.RunQuantized(bits);
            energies[bits] = chain.NoiseEnergy(chain.Result);
        }

        return new TensorMeasurement(energies, new RobustnessMeter(chain, tensor, options).EnergiesAt(options.Levels), margin);
    }
}
