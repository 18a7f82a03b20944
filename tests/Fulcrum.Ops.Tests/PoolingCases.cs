using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Gradient cases of pooling.</summary>
internal static class PoolingCases
{
    public static IReadOnlyList<GradientCase> All { get; } =
    [
        Max("tiles", [2, 3, 4, 6], Kernel(2, 2), Strides(2, 2)),
        Max("tiles, opset 13", [2, 3, 4, 6], Kernel(2, 2), Strides(2, 2)) with { Opset = 13 },
        Max("tiles, opset 22", [2, 3, 4, 6], Kernel(2, 2), Strides(2, 2)) with { Opset = 22 },
        Max("overlap", [2, 3, 7, 7], Kernel(3, 3), Strides(2, 2), Pads(1, 1, 1, 1)),
        Max("overlap, opset 13", [2, 3, 7, 7], Kernel(3, 3), Strides(2, 2), Pads(1, 1, 1, 1)) with { Opset = 13 },
        Max("full overlap", [2, 2, 5, 5], Kernel(3, 2)),
        Max("full overlap, opset 15", [2, 2, 5, 5], Kernel(3, 2)) with { Opset = 15 },
        Max("rounded up", [1, 2, 6, 7], Kernel(3, 3), Strides(2, 2), NodeAttribute.Of("ceil_mode", 1)),
        Max("gaps", [1, 2, 7, 7], Kernel(2, 3), NodeAttribute.Of("dilations", new long[] { 3, 2 })),
        Max("gaps, opset 13", [1, 2, 7, 7], Kernel(2, 3), NodeAttribute.Of("dilations", new long[] { 3, 2 })) with { Opset = 13 },
        Max("same", [1, 2, 5, 6], Kernel(3, 2), Strides(2, 2), NodeAttribute.Of("auto_pad", "SAME_UPPER")),
        Max("one dimension", [2, 2, 9], Kernel(3), Strides(2)),
        Max("three dimensions", [1, 2, 4, 4, 5], Kernel(2, 2, 2), Strides(2, 1, 2)),
        Max("its indices read too", [2, 2, 5, 5], Kernel(3, 3), Strides(2, 2)) with { Outputs = 2 },
        Average("tiles", [2, 3, 4, 6], Kernel(2, 2), Strides(2, 2)),
        Average("tiles, opset 22", [2, 3, 4, 6], Kernel(2, 2), Strides(2, 2)) with { Opset = 22 },
        Average("overlap", [2, 2, 7, 7], Kernel(3, 3), Strides(2, 2), Pads(1, 1, 1, 1)),
        Average("pads count", [2, 2, 7, 7], Kernel(3, 3), Strides(2, 2), Pads(1, 0, 1, 1), NodeAttribute.Of("count_include_pad", 1)),
        Average("step 1", [2, 2, 5, 5], Kernel(3, 3), Pads(1, 1, 1, 1)),
        Average("rounded up", [1, 2, 6, 6], Kernel(3, 3), Strides(2, 2), NodeAttribute.Of("ceil_mode", 1)),
        Average("rounded up, opset 19", [1, 2, 6, 6], Kernel(3, 3), Strides(2, 2), NodeAttribute.Of("ceil_mode", 1)) with { Opset = 19 },
        Average("rounded up, pads count, opset 19", [1, 2, 6, 6], Kernel(3, 3), Strides(2, 2), Pads(1, 1, 1, 1), NodeAttribute.Of("ceil_mode", 1), NodeAttribute.Of("count_include_pad", 1)) with { Opset = 19 },
        Average("rounded up, pads count", [1, 2, 6, 6], Kernel(3, 3), Strides(2, 2), Pads(1, 1, 1, 1), NodeAttribute.Of("ceil_mode", 1), NodeAttribute.Of("count_include_pad", 1)),
        Average("gaps, opset 19", [1, 2, 7, 7], Kernel(2, 3), NodeAttribute.Of("dilations", new long[] { 3, 2 })) with { Opset = 19 },
        Average("same", [1, 2, 5, 6], Kernel(3, 2), Strides(2, 2), NodeAttribute.Of("auto_pad", "SAME_LOWER")),
        Average("one dimension", [2, 2, 9], Kernel(3), Strides(2)),
        Average("three dimensions", [1, 2, 4, 4, 5], Kernel(2, 2, 2), Strides(2, 1, 2)),
        new("plain", "GlobalAveragePool", [[2, 3, 4, 5]]) { Linear = true },
        new("one dimension", "GlobalAveragePool", [[2, 3, 4]]) { Linear = true },
        new("opset 22", "GlobalAveragePool", [[2, 3, 2, 2]]) { Linear = true, Opset = 22 },
        new("plain", "GlobalMaxPool", [[2, 3, 2, 3]]),
        new("opset 13", "GlobalMaxPool", [[2, 3, 4]]) { Opset = 13 },
    ];

    private static GradientCase Max(string name, long[] shape, params NodeAttribute[] attributes) => new(name, "MaxPool", [shape], attributes) { Double = true };

    private static GradientCase Average(string name, long[] shape, params NodeAttribute[] attributes) => new(name, "AveragePool", [shape], attributes) { Linear = true };

    private static NodeAttribute Kernel(params long[] kernel) => NodeAttribute.Of("kernel_shape", kernel);

    private static NodeAttribute Strides(params long[] strides) => NodeAttribute.Of("strides", strides);

    private static NodeAttribute Pads(params long[] pads) => NodeAttribute.Of("pads", pads);
}
