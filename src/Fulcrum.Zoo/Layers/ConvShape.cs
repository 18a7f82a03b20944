namespace Fulcrum.Zoo.Layers;

/// <summary>A convolution with a square kernel, padded so that stride 1 keeps height and width.</summary>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Kernel">Height and width of the kernel; odd.</param>
internal sealed record ConvShape(int Inputs, int Outputs, int Kernel)
{
    /// <summary>Keeps the variance through a ReLU (He et al. 2015).</summary>
    public const double He = 1.4142135623730951;

    /// <summary>For the last convolution of a residual branch, so that sums over many blocks stay bounded.</summary>
    public const double Branch = 0.2 * He;

    /// <summary>For a layer without activation.</summary>
    public const double Linear = 1;

    /// <summary>Default 1.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Default 1; as many as channels for a depthwise convolution.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Default 1.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Standard deviation of the weights times the root of the fan-in; default <see cref="He"/>.</summary>
    public double Gain { get; init; } = He;

    /// <summary>Padding on each side.</summary>
    public int Padding => Dilation * (Kernel - 1) / 2;
}
