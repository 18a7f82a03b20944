using Fulcrum.Graphs;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>
/// For a cut tensor [batch, channels, height, width]: each patch of it, the same way (DeepCOD's encoder is such a convolution). Encoding is a convolution with a stride of its kernel, decoding one of 1 x 1 whose channels are
/// laid out over the patch.
/// </summary>
/// <param name="Channels">Of the cut tensor.</param>
/// <param name="Height">Of the cut tensor; a multiple of the patch.</param>
/// <param name="Width">Of the cut tensor; a multiple of the patch.</param>
/// <param name="Patch">Side of a patch.</param>
/// <param name="Codes">Floats for each patch.</param>
public sealed record PatchCoder(int Channels, int Height, int Width, int Patch, int Codes) : BottleneckCoder
{
    private const int EnoughCodes = 4;
    private static readonly int[] Patches = [1, 2, 4];

    /// <inheritdoc/>
    public override int CodeElements => checked(Positions * Codes);

    /// <inheritdoc/>
    public override long Macs => 2L * Positions * Codes * PatchElements;

    internal override IReadOnlyList<long> Shape => [Channels, Height, Width];

    private int Positions => checked(Height / Patch * (Width / Patch));

    private int PatchElements => checked(Channels * Patch * Patch);

    /// <summary>The coder with at most some floats for each sample: of the smallest patch that has four of them or more, so that few weights travel; else of the largest. Null where not even one float for each patch can be had.</summary>
    /// <param name="channels">Of the cut tensor.</param>
    /// <param name="height">Of the cut tensor.</param>
    /// <param name="width">Of the cut tensor.</param>
    /// <param name="floats">The most that may be sent.</param>
    public static PatchCoder? Within(int channels, int height, int width, int floats)
    {
        PatchCoder[] all = [.. Patches.Where(p => height % p == 0 && width % p == 0)
            .Select(p => new PatchCoder(channels, height, width, p, Math.Min(checked(channels * p * p), floats / checked(height / p * (width / p))))).Where(c => c.Codes > 0)];
        return all.FirstOrDefault(c => c.Codes >= EnoughCodes) ?? all.LastOrDefault();
    }

    internal override IReadOnlyList<Tensor> Initial(BottleneckNames names, Random random) =>
    [
        Uniform(names.Weights[0], [Codes, Channels, Patch, Patch], PatchElements, random), Zeros(names.Weights[1], Codes),
        Uniform(names.Weights[2], [PatchElements, Codes, 1, 1], Codes, random), Zeros(names.Weights[3], PatchElements),
    ];

    private protected override void AddLinear(GraphBuilder builder, BottleneckNames names, string decoded)
    {
        builder.Add(new Node("Conv", [names.Cut, names.Weights[0], names.Weights[1]], [names.Code], NodeAttribute.Of("kernel_shape", [Patch, Patch]), NodeAttribute.Of("strides", [Patch, Patch])) { Name = names.Code });
        string deep = Patch == 1 ? decoded : $"{decoded}/deep";
        builder.Add(new Node("Conv", [names.Code, names.Weights[2], names.Weights[3]], [deep], NodeAttribute.Of("kernel_shape", [1, 1])) { Name = deep });
        if (Patch > 1)
            builder.Add(new Node("DepthToSpace", [deep], [decoded], NodeAttribute.Of("blocksize", Patch)) { Name = decoded });
    }
}
