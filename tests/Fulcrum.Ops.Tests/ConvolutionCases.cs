using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Gradient cases of convolutions; ONNX Runtime runs them in single precision only.</summary>
internal static class ConvolutionCases
{
    public static IReadOnlyList<GradientCase> All { get; } =
    [
        Of("plain", "Conv", [[2, 3, 5, 6], [4, 3, 3, 2], [4]]),
        Of("without bias", "Conv", [[2, 3, 5, 6], [4, 3, 3, 2]]),
        Of("opset 22", "Conv", [[2, 3, 5, 5], [4, 3, 3, 3], [4]], Pads(1, 1, 1, 1)) with { Opset = 22 },
        Of("opset 13", "Conv", [[2, 3, 5, 5], [4, 3, 3, 3], [4]], Pads(1, 1, 1, 1), Strides(2, 2)) with { Opset = 13 },
        Of("padded", "Conv", [[2, 3, 5, 5], [4, 3, 3, 3], [4]], Pads(1, 1, 1, 1)),
        Of("uneven pads", "Conv", [[2, 3, 5, 5], [4, 3, 3, 3], [4]], Pads(0, 2, 1, 1)),
        Of("pads beyond the kernel", "Conv", [[1, 2, 4, 4], [3, 2, 2, 2], [3]], Pads(2, 0, 1, 3)),
        Of("steps", "Conv", [[2, 3, 6, 7], [4, 3, 3, 3], [4]], Strides(2, 3), Pads(1, 1, 1, 1)),
        Of("steps that leave a rest", "Conv", [[2, 2, 8, 8], [3, 2, 3, 3], [3]], Strides(3, 3)),
        Of("steps beyond the kernel", "Conv", [[2, 2, 7, 8], [3, 2, 1, 2], [3]], Strides(3, 3)),
        Of("rest beyond the gaps", "Conv", [[1, 2, 9, 9], [2, 2, 2, 2], [2]], Strides(4, 4), Dilations(1, 2), Pads(1, 0, 2, 1)),
        Of("gaps", "Conv", [[2, 2, 7, 8], [3, 2, 3, 2], [3]], Dilations(2, 3)),
        Of("gaps in rows only", "Conv", [[2, 3, 7, 6], [2, 3, 3, 3], [2]], Dilations(2, 1), Strides(1, 2), Pads(1, 2, 0, 1)),
        Of("one channel", "Conv", [[2, 1, 6, 6], [3, 1, 3, 3], [3]], Strides(2, 1), Pads(1, 1, 1, 1)),
        Of("gaps, steps and pads", "Conv", [[2, 2, 9, 8], [3, 2, 3, 3], [3]], Dilations(2, 2), Strides(2, 1), Pads(2, 1, 1, 2)),
        Of("pointwise", "Conv", [[2, 3, 4, 5], [4, 3, 1, 1], [4]]),
        Of("pointwise, more channels than pixels", "Conv", [[2, 5, 1, 2], [6, 5, 1, 1], [6]]),
        Of("pointwise with steps", "Conv", [[2, 3, 5, 6], [4, 3, 1, 1], [4]], Strides(2, 2)),
        Of("pointwise with pads", "Conv", [[2, 3, 4, 4], [4, 3, 1, 1], [4]], Pads(1, 0, 0, 1)),
        Of("groups", "Conv", [[2, 4, 5, 5], [6, 2, 3, 3], [6]], Group(2), Pads(1, 1, 1, 1)),
        Of("groups with steps", "Conv", [[2, 6, 6, 6], [3, 2, 3, 3], [3]], Group(3), Strides(2, 2), Pads(1, 1, 1, 1)),
        Of("pointwise groups", "Conv", [[2, 4, 4, 4], [6, 2, 1, 1], [6]], Group(2)),
        Of("depthwise", "Conv", [[2, 4, 5, 5], [4, 1, 3, 3], [4]], Group(4), Pads(1, 1, 1, 1)),
        Of("depthwise with steps", "Conv", [[2, 3, 6, 6], [3, 1, 3, 3], [3]], Group(3), Strides(2, 2), Pads(1, 1, 1, 1)),
        Of("depthwise, several filters", "Conv", [[2, 3, 5, 5], [6, 1, 3, 3], [6]], Group(3), Dilations(2, 2), Pads(2, 2, 2, 2)),
        Of("same, more after", "Conv", [[2, 2, 5, 6], [3, 2, 4, 3], [3]], Auto("SAME_UPPER"), Strides(2, 2)),
        Of("same, more before", "Conv", [[2, 2, 5, 6], [3, 2, 4, 3], [3]], Auto("SAME_LOWER"), Strides(1, 2)),
        Of("valid", "Conv", [[2, 2, 5, 6], [3, 2, 4, 3], [3]], Auto("VALID")),
        Of("one dimension", "Conv", [[2, 3, 9], [4, 3, 3], [4]], Strides(2), Pads(1, 0)),
        Of("one dimension, step 1", "Conv", [[2, 4, 9], [4, 2, 3], [4]], Group(2), Dilations(2)),
        Of("three dimensions", "Conv", [[2, 2, 4, 5, 4], [3, 2, 3, 2, 3], [3]], Pads(1, 0, 1, 1, 1, 0)),
        Of("three dimensions with steps", "Conv", [[1, 2, 4, 5, 4], [4, 1, 3, 2, 2], [4]], Group(2), Strides(2, 1, 2)),
        Of("plain", "ConvTranspose", [[2, 3, 4, 5], [3, 2, 3, 2], [2]]),
        Of("opset 22", "ConvTranspose", [[2, 3, 4, 5], [3, 2, 3, 2], [2]], Strides(2, 2)) with { Opset = 22 },
        Of("without bias", "ConvTranspose", [[2, 3, 4, 5], [3, 2, 2, 2]], Strides(2, 2)),
        Of("steps and pads", "ConvTranspose", [[2, 3, 4, 4], [3, 2, 3, 3], [2]], Strides(2, 2), Pads(1, 1, 1, 1)),
        Of("output padding", "ConvTranspose", [[2, 3, 4, 4], [3, 2, 3, 3], [2]], Strides(2, 3), Pads(1, 1, 1, 1), NodeAttribute.Of("output_padding", new long[] { 1, 2 })),
        Of("output padding without pads", "ConvTranspose", [[2, 2, 3, 3], [2, 2, 2, 2], [2]], Strides(2, 2), NodeAttribute.Of("output_padding", new long[] { 1, 1 })),
        Of("gaps", "ConvTranspose", [[2, 3, 4, 4], [3, 2, 2, 3], [2]], Dilations(2, 2), Pads(1, 0, 0, 1)),
        Of("groups", "ConvTranspose", [[2, 4, 4, 4], [4, 3, 3, 3], [6]], Group(2), Strides(2, 2), Pads(1, 1, 1, 1)),
        Of("depthwise", "ConvTranspose", [[2, 3, 4, 4], [3, 1, 4, 4], [3]], Group(3), Strides(2, 2), Pads(1, 1, 1, 1)),
        Of("output shape", "ConvTranspose", [[2, 2, 3, 4], [2, 3, 3, 3], [3]], Strides(2, 2), NodeAttribute.Of("output_shape", new long[] { 6, 8 })),
        Of("output shape, more after", "ConvTranspose", [[2, 2, 3, 4], [2, 3, 3, 3], [3]], Strides(2, 2), Auto("SAME_UPPER"), NodeAttribute.Of("output_shape", new long[] { 6, 8 })),
        Of("same", "ConvTranspose", [[2, 2, 3, 4], [2, 3, 3, 3], [3]], Strides(2, 2), Auto("SAME_UPPER")),
        Of("one dimension", "ConvTranspose", [[2, 3, 5], [3, 2, 4], [2]], Strides(2), Pads(1, 1)),
        Of("three dimensions", "ConvTranspose", [[1, 2, 3, 3, 3], [2, 2, 2, 3, 2], [2]], Strides(2, 1, 2)),
    ];

    private static GradientCase Of(string name, string op, long[][] shapes, params NodeAttribute[] attributes) => new(name, op, shapes, attributes) { Linear = true };

    private static NodeAttribute Pads(params long[] pads) => NodeAttribute.Of("pads", pads);

    private static NodeAttribute Strides(params long[] strides) => NodeAttribute.Of("strides", strides);

    private static NodeAttribute Dilations(params long[] dilations) => NodeAttribute.Of("dilations", dilations);

    private static NodeAttribute Group(long group) => NodeAttribute.Of("group", group);

    private static NodeAttribute Auto(string pad) => NodeAttribute.Of("auto_pad", pad);
}
