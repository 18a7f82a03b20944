namespace Fulcrum.Planning.Patterns;

/// <summary>Everything that the offline phase found for one model; the online phase needs nothing else.</summary>
public sealed record PatternSet
{
    /// <summary>The file format written here.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The file format.</summary>
    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>The model's name.</summary>
    public required string ModelName { get; init; }

    /// <summary>Lower-case hex SHA-256 of the .onnx file.</summary>
    public required string ModelHash { get; init; }

    /// <summary>The levels, ascending, in points; 0 (lossless) is not listed and always there.</summary>
    public required IReadOnlyList<double> Levels { get; init; }

    /// <summary>The layers 1..L.</summary>
    public required IReadOnlyList<LayerFacts> Layers { get; init; }

    /// <summary>The tensors at the cuts 0..L.</summary>
    public required IReadOnlyList<CutFacts> Cuts { get; init; }

    /// <summary>Mean squared norm of the least logit change that flips an answer, (z1 - z2)² / 2 (QPART (22)).</summary>
    public required double AdversarialMargin { get; init; }

    /// <summary>Samples that the facts and patterns were measured on.</summary>
    public required int CalibrationSamples { get; init; }

    /// <summary>One per (cut, level), cuts ascending, level 0 first.</summary>
    public required IReadOnlyList<Pattern> Patterns { get; init; }
}

/// <summary>Facts about a layer.</summary>
/// <param name="Name">Its node.</param>
/// <param name="Weight">Its weight tensor.</param>
/// <param name="WeightCount">Weights, z_l^w.</param>
/// <param name="Macs">Multiply-accumulates per sample, o(l).</param>
/// <param name="NoiseScale">s_l^w of QPART (18): logit noise energy is s 4^-b.</param>
/// <param name="Robustness">rho_l per level, QPART (22).</param>
public sealed record LayerFacts(string Name, string Weight, long WeightCount, long Macs, double NoiseScale, IReadOnlyList<double> Robustness);

/// <summary>Facts about a cut.</summary>
/// <param name="Tensor">The value that crosses.</param>
/// <param name="Elements">Values per sample, z^x.</param>
/// <param name="NoiseScale">s^x of QPART (19); 0 at cut L, where nothing is sent.</param>
/// <param name="Robustness">rho^x per level.</param>
public sealed record CutFacts(string Tensor, int Elements, double NoiseScale, IReadOnlyList<double> Robustness);
