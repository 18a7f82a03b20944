using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Gradient cases of normalization.</summary>
internal static class NormalizationCases
{
    private static readonly NodeAttribute Training = NodeAttribute.Of("training_mode", 1);

    public static IReadOnlyList<GradientCase> All { get; } =
    [
        Batch("fixed statistics", 3, [4, 3, 2, 3]),
        Batch("fixed statistics, opset 13", 3, [4, 3, 2, 3]) with { Opset = 13 },
        Batch("fixed statistics, matrix", 5, [4, 5]),
        Batch("fixed statistics, epsilon", 2, [3, 2, 4], NodeAttribute.Of("epsilon", 0.1f)),
        Batch("training", 3, [4, 3, 2, 3], Training) with { Outputs = 3 },
        Batch("training, opset 14", 3, [4, 3, 2, 3], Training) with { Outputs = 3, Opset = 14 },
        Batch("training, opset 20", 3, [4, 3, 2, 3], Training, NodeAttribute.Of("momentum", 0.5f)) with { Outputs = 3, Opset = 20 },
        Batch("training, three dimensions", 2, [2, 2, 2, 2, 3], Training, NodeAttribute.Of("epsilon", 0.1f)) with { Outputs = 3 },
        Batch("training, sequences", 2, [3, 2, 4], Training) with { Outputs = 3 },
        Batch("training, matrix", 3, [6, 3], Training) with { Outputs = 3 },
        new("images", "InstanceNormalization", [[2, 3, 4, 5], [3], [3]]),
        new("sequences", "InstanceNormalization", [[2, 3, 6], [3], [3]], NodeAttribute.Of("epsilon", 0.01f)),
        new("opset 22", "InstanceNormalization", [[2, 3, 4, 5], [3], [3]]) { Opset = 22 },
        new("last axis", "LayerNormalization", [[2, 3, 5], [5], [5]]),
        new("two axes", "LayerNormalization", [[2, 3, 4], [3, 4], [3, 4]], NodeAttribute.Of("axis", 1)),
        new("without bias", "LayerNormalization", [[2, 3, 5], [5]], NodeAttribute.Of("epsilon", 0.1f)),
        new("with statistics, opset 18", "LayerNormalization", [[2, 3, 5], [5], [5]]) { Outputs = 3, Opset = 18 },
        new("double precision, opset 20", "LayerNormalization", [[4, 6], [6], [6]], NodeAttribute.Of("axis", -1)) { Opset = 20, Double = true },
        new("parameters stretched", "LayerNormalization", [[2, 3, 4], [4], [1, 4]], NodeAttribute.Of("axis", -1)),
        new("per group", "GroupNormalization", [[2, 6, 3, 2], [3], [3]], NodeAttribute.Of("num_groups", 3)) { Single = true, Opset = 18 },
        new("per channel", "GroupNormalization", [[2, 6, 3, 2], [6], [6]], NodeAttribute.Of("num_groups", 2)) { Single = true, Opset = 21 },
        new("one group, sequences", "GroupNormalization", [[2, 4, 5], [4], [4]], NodeAttribute.Of("num_groups", 1)) { Single = true, Opset = 21 },
    ];

    private static GradientCase Batch(string name, long channels, long[] shape, params NodeAttribute[] attributes) =>
        new(name, "BatchNormalization", [shape, [channels], [channels], [channels], [channels]], attributes) { Double = true, Positive = true, Gap = 0.5f };
}
