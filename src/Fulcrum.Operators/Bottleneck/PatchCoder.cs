using Fulcrum.Graphs;

namespace Fulcrum.Operators.Bottleneck;

/// <summary>
/// For a cut tensor [batch, channels, height, width]: each patch of it, the same way (DeepCOD's encoder is such a convolution, its decoder is deeper). Encoding is a convolution with a stride of its kernel, decoding one of 1 x 1
/// whose channels are laid out over the patch, and to that are added two of 3 x 3 with a Relu between them, which see neighbouring patches.
/// </summary>
/// <param name="Channels">Of the cut tensor.</param>
/// <param name="Height">Of the cut tensor; a multiple of the patch.</param>
/// <param name="Width">Of the cut tensor; a multiple of the patch.</param>
/// <param name="Patch">Side of a patch.</param>
/// <param name="Codes">Floats for each patch.</param>
public sealed record PatchCoder(int Channels, int Height, int Width, int Patch, int Codes) : BottleneckCoder
{
    private const int EnoughCodes = 4, Kernel = 3, FewestHidden = 32;
    private static readonly int[] Patches = [1, 2, 4];

    /// <inheritdoc/>
    public override int CodeElements => checked(Positions * Codes);

    /// <inheritdoc/>
    public override long EncoderMacs => (long)Positions * Codes * PatchElements;

    /// <inheritdoc/>
    public override long DecoderMacs => EncoderMacs + checked(2L * Height * Width * Kernel * Kernel * Channels * Hidden);

    internal override IReadOnlyList<long> Shape => [Channels, Height, Width];

    private int Hidden => Math.Max(Channels, FewestHidden);

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
        Uniform(names.Encoder.Weight, [Codes, Channels, Patch, Patch], PatchElements, random), Zeros(names.Encoder.Bias, Codes),
        Uniform(names.Decoder(0).Weight, [PatchElements, Codes, 1, 1], Codes, random), Zeros(names.Decoder(0).Bias, PatchElements),
        Uniform(names.Decoder(1).Weight, [Hidden, Channels, Kernel, Kernel], Channels * Kernel * Kernel, random), Zeros(names.Decoder(1).Bias, Hidden),
        Zeros(names.Decoder(2).Weight, Channels, Hidden, Kernel, Kernel), Zeros(names.Decoder(2).Bias, Channels),
    ];

    private protected override void AddLayers(GraphBuilder builder, BottleneckNames names, string decoded)
    {
        string deep = $"{decoded}/deep", flat = $"{decoded}/flat", hidden = $"{decoded}/hidden", active = $"{decoded}/active", finer = $"{decoded}/finer";
        Convolve(builder, names.Cut, names.Encoder, names.Code, NodeAttribute.Of("kernel_shape", [Patch, Patch]), NodeAttribute.Of("strides", [Patch, Patch]));
        Convolve(builder, names.Code, names.Decoder(0), deep, NodeAttribute.Of("kernel_shape", [1, 1]));
        builder.Add(new Node("DepthToSpace", [deep], [flat], NodeAttribute.Of("blocksize", Patch)) { Name = flat });
        NodeAttribute[] same = [NodeAttribute.Of("kernel_shape", [Kernel, Kernel]), NodeAttribute.Of("pads", [1, 1, 1, 1])];
        Convolve(builder, flat, names.Decoder(1), hidden, same);
        builder.Add(new Node("Relu", [hidden], [active]) { Name = active });
        Convolve(builder, active, names.Decoder(2), finer, same);
        builder.Add(new Node("Add", [flat, finer], [decoded]) { Name = decoded });
    }

    private static void Convolve(GraphBuilder builder, string from, (string Weight, string Bias) layer, string to, params NodeAttribute[] attributes) =>
        builder.Add(new Node("Conv", [from, layer.Weight, layer.Bias], [to], attributes) { Name = to });
}
