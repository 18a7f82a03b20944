using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Gradient cases of ops that resample, pad, drop or rearrange pixels.</summary>
internal static class ImageCases
{
    public static IReadOnlyList<GradientCase> All { get; } =
    [
        Resize("nearest, doubled", [2, 3, 3, 4], 1, 1, 2, 2),
        Resize("nearest, doubled, floor", [2, 3, 3, 4], [1, 1, 2, 2], Mode("nearest"), Coordinates("asymmetric"), NodeAttribute.Of("nearest_mode", "floor")),
        Resize("nearest, odd factors", [1, 2, 3, 4], 1, 1, 3, 1.5f),
        Resize("nearest, smaller", [1, 2, 6, 5], [1, 1, 0.5f, 0.6f], Mode("nearest"), NodeAttribute.Of("nearest_mode", "ceil"), Coordinates("asymmetric")),
        Resize("nearest, up at halves", [1, 1, 3, 4], [1, 1, 2, 2.5f], Mode("nearest"), NodeAttribute.Of("nearest_mode", "round_prefer_ceil"), Coordinates("align_corners")),
        Resize("linear, doubled", [2, 2, 3, 4], [1, 1, 2, 2], Mode("linear")),
        Resize("linear, doubled, opset 19", [2, 2, 3, 4], [1, 1, 2, 2], Mode("linear")) with { Opset = 19 },
        Resize("linear, opset 13", [2, 2, 3, 4], [1, 1, 2, 2], Mode("linear"), Coordinates("pytorch_half_pixel")) with { Opset = 13 },
        Resize("linear, corners aligned", [2, 2, 3, 4], [1, 1, 2, 3], Mode("linear"), Coordinates("align_corners")),
        Resize("linear, asymmetric", [2, 2, 3, 4], [1, 1, 2, 2.5f], Mode("linear"), Coordinates("asymmetric")),
        Resize("linear, smaller", [1, 2, 6, 8], [1, 1, 0.5f, 0.5f], Mode("linear")),
        Sized("nearest to sizes", [1, 2, 3, 4], [1, 2, 6, 8]),
        Sized("linear to sizes", [1, 2, 3, 4], [1, 2, 5, 6], Mode("linear")),
        Sized("linear to sizes of some axes", [1, 2, 3, 4], [5, 8], Mode("linear"), NodeAttribute.Of("axes", new long[] { 2, 3 })) with { Opset = 18 },
        Sized("one factor for all", [1, 2, 3, 4], [6, 9], NodeAttribute.Of("axes", new long[] { 2, 3 }), NodeAttribute.Of("keep_aspect_ratio_policy", "not_larger")) with { Opset = 19 },
        new("first form", "Resize", [[1, 2, 3, 4]]) { Linear = true, Opset = 10, Fixed = Constants((1, Floats(1, 1, 2, 2))) },
        new("doubled", "Upsample", [[1, 2, 3, 4]]) { Linear = true, Opset = 9, Fixed = Constants((1, Floats(1, 1, 2, 3))) },
        new("linear", "Upsample", [[1, 2, 3, 4]], Mode("linear")) { Linear = true, Opset = 9, Fixed = Constants((1, Floats(1, 1, 2, 2))) },
        Pad("zeros", [2, 3, 4], [0, 1, 2, 1, 0, 3]),
        Pad("zeros, opset 13", [2, 3, 4], [0, 1, 2, 1, 0, 3]) with { Opset = 13 },
        Pad("cut and padded", [2, 3, 4], [0, -1, 2, 1, 0, -1]),
        Pad("some axes, opset 18", [2, 3, 4], [1, 2, 0, -1]) with { Opset = 18, Fixed = Constants((1, Integers(1, 2, 0, -1)), (2, null), (3, Integers(2, -2))) },
        new("a value", "Pad", [[2, 3], []]) { Double = true, Fixed = Constants((1, Integers(1, 0, 0, 2))) },
        Pad("reflected", [2, 4, 5], [0, 2, 1, 0, 3, 4], Mode("reflect")),
        Pad("edge", [2, 4, 5], [0, 2, 1, 1, 3, 4], Mode("edge")),
        Pad("wrapped, opset 19", [2, 4, 5], [0, 2, 1, 0, 3, 4], Mode("wrap")) with { Opset = 19 },
        new("inference", "Dropout", [[3, 4]]) { Double = true },
        new("inference, ratio given", "Dropout", [[3, 4]]) { Linear = true, Opset = 13, Fixed = Constants((1, Tensor.Scalar("", 0.3f))) },
        new("rows first", "DepthToSpace", [[2, 12, 2, 3]], NodeAttribute.Of("blocksize", 2)) { Double = true },
        new("columns first", "DepthToSpace", [[2, 12, 2, 3]], NodeAttribute.Of("blocksize", 2), Mode("CRD")) { Double = true, Opset = 13 },
        new("threes", "SpaceToDepth", [[2, 2, 6, 3]], NodeAttribute.Of("blocksize", 3)) { Double = true },
    ];

    private static GradientCase Resize(string name, long[] shape, params float[] scales) => Resize(name, shape, scales, Mode("nearest"));

    private static GradientCase Resize(string name, long[] shape, float[] scales, params NodeAttribute[] attributes) =>
        new(name, "Resize", [shape], attributes) { Linear = true, Fixed = Constants((1, null), (2, Floats(scales))) };

    private static GradientCase Sized(string name, long[] shape, long[] sizes, params NodeAttribute[] attributes) =>
        new(name, "Resize", [shape], attributes) { Linear = true, Fixed = Constants((1, null), (2, null), (3, Integers(sizes))) };

    private static GradientCase Pad(string name, long[] shape, long[] pads, params NodeAttribute[] attributes) =>
        new(name, "Pad", [shape], attributes) { Double = true, Fixed = Constants((1, Integers(pads))) };

    private static (int Position, Tensor? Value)[] Constants(params (int Position, Tensor? Value)[] constants) => constants;

    private static Tensor Floats(params float[] values) => Tensor.From<float>("", [values.Length], values);

    private static Tensor Integers(params long[] values) => Tensor.From<long>("", [values.Length], values);

    private static NodeAttribute Mode(string mode) => NodeAttribute.Of("mode", mode);

    private static NodeAttribute Coordinates(string mode) => NodeAttribute.Of("coordinate_transformation_mode", mode);
}
