namespace Fulcrum.Zoo.Layers;

/// <summary>A residual net without its head (He et al. 2016; ResNeXt: Xie et al. 2017; wide: Zagoruyko and Komodakis 2016).</summary>
internal sealed record ResidualShape
{
    /// <summary>Blocks of 1x1, 3x3, 1x1 instead of 3x3, 3x3; default true.</summary>
    public bool Bottleneck { get; init; } = true;

    /// <summary>Groups of the 3x3 convolutions of bottlenecks; default 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Channels per group of the first stage's 3x3 convolutions; default 64.</summary>
    public int WidthPerGroup { get; init; } = 64;

    /// <summary>The stages; each doubles the channels.</summary>
    public required IReadOnlyList<ResidualStage> Stages { get; init; }

    /// <summary>Channels out of a block, per plane.</summary>
    public int Expansion => Bottleneck ? 4 : 1;

    /// <summary>Channels out of the last stage.</summary>
    public int Features => Planes(Stages.Count - 1) * Expansion;

    /// <summary>A stage's nominal channels.</summary>
    public static int Planes(int stage) => 64 << stage;

    /// <summary>Channels of a stage's 3x3 convolutions.</summary>
    public int Width(int stage) => Bottleneck ? Planes(stage) / 64 * WidthPerGroup * Groups : Planes(stage);
}

/// <summary>A run of blocks at one resolution.</summary>
/// <param name="Stride">Stride of the first block.</param>
/// <param name="Dilations">Dilation of each block's 3x3 convolution.</param>
internal sealed record ResidualStage(int Stride, IReadOnlyList<int> Dilations)
{
    /// <summary>Stages of classifiers: undilated, each but the first halving the resolution.</summary>
    public static ResidualStage[] Plain(params int[] blocks) => [.. blocks.Select((count, stage) => new ResidualStage(stage == 0 ? 1 : 2, [.. Enumerable.Repeat(1, count)]))];
}
