namespace Fulcrum.Lab.Sensitivity;

/// <summary>How the loss by coding is measured.</summary>
public sealed record SensitivityOptions
{
    /// <summary>The most calibration samples that grids and weights are fitted to. Default 256.</summary>
    public int Samples { get; init; } = 256;

    /// <summary>The most of them that noise is measured on, which takes a run of the model's rest for each tensor and width. Default 256.</summary>
    public int NoiseSamples { get; init; } = 256;

    /// <summary>Widths of cut tensors to offer, 2 to 8. Default 2, 3, 4, 6, 8.</summary>
    public IReadOnlyList<int> Bits { get; init; } = [2, 3, 4, 6, 8];

    /// <summary>Samples that are really coded, for sizes and seconds. Default 8.</summary>
    public int CodedSamples { get; init; } = 8;

    /// <summary>Sizes of coded weights to offer, as shares of float weights. Default 30, 15, 10 and 8 %.</summary>
    public IReadOnlyList<double> Sizes { get; init; } = [0.3, 0.15, 0.1, 0.08];

    /// <summary>Samples per run. Default 32.</summary>
    public int BatchSize { get; init; } = 32;
}
