using Fulcrum.Graphs;

namespace Fulcrum.Ops.Upgrades;

/// <summary>How nodes of ops that changed between opset 7 and 13 are written in opset 13.</summary>
internal static class OpLifts
{
    /// <summary>Ops that took more types, negative axes, optional inputs or attributes whose default is the old meaning.</summary>
    public static IReadOnlySet<string> OnlyWidened { get; } = new HashSet<string>
    {
        "Abs", "Add", "ArgMax", "ArgMin", "AveragePool", "Cast", "Ceil", "Compress", "Concat", "Constant", "Conv", "ConvTranspose", "DepthToSpace", "DequantizeLinear", "Div", "Equal", "Erf", "Exp",
        "Expand", "Flatten", "Floor", "Gather", "GatherElements", "GatherND", "Gemm", "Greater", "Identity", "If", "IsNaN", "LRN", "Less", "Log", "Loop", "LpPool", "MatMul", "Max", "MaxPool",
        "MaxUnpool", "Mean", "MeanVarianceNormalization", "Min", "Mod", "Mul", "Neg", "NonMaxSuppression", "NonZero", "OneHot", "PRelu", "Pow", "QuantizeLinear", "Reciprocal", "ReduceL1", "ReduceL2",
        "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSumSquare", "Relu", "Reshape", "ScatterElements", "ScatterND", "Shape", "Sigmoid", "Sign",
        "Size", "SpaceToDepth", "Sqrt", "Sub", "Sum", "Tanh", "Tile", "Transpose",
    };

    /// <summary>Ops whose nodes change.</summary>
    public static IReadOnlyDictionary<string, Func<GraphLift, Node, Node>> All { get; } = new Dictionary<string, Func<GraphLift, Node, Node>>
    {
        ["BatchNormalization"] = (lift, node) => node.Int("spatial", 1) == 0 ? lift.Refuse(node, "statistics per element have no counterpart.") : Without(node, "spatial"),
        ["Clip"] = (lift, node) => lift.Opset >= 11 ? node : Clip(lift, node),
        ["Dropout"] = (lift, node) => lift.Opset >= 12 ? node : Dropout(lift, node),
        ["Hardmax"] = Normalised,
        ["LogSoftmax"] = Normalised,
        ["Pad"] = (lift, node) => lift.Opset >= 11 ? node : Pad(lift, node),
        ["ReduceSum"] = (lift, node) => WithInputs(Without(node, "axes"), node.Inputs[0], lift.Add(node, "axes", node.Integers("axes"))),
        ["Resize"] = (lift, node) => lift.Opset >= 11 ? node : Resize(lift, node, node.Inputs[1]),
        ["Scan"] = (lift, node) => lift.Opset >= 9 ? node : lift.Refuse(node, "it had a batch dimension."),
        ["Scatter"] = (_, node) => node with { OpType = "ScatterElements" },
        ["Slice"] = (lift, node) => lift.Opset >= 10 ? node : WithInputs(
            Without(node, "starts", "ends", "axes"), node.Inputs[0], lift.Add(node, "starts", node.Integers("starts")), lift.Add(node, "ends", node.Integers("ends")), lift.Add(node, "axes", node.Integers("axes"))),
        ["Softmax"] = Normalised,
        ["Split"] = (lift, node) => WithInputs(Without(node, "split"), node.Inputs[0], lift.Add(node, "split", node.Integers("split"))),
        ["Squeeze"] = (lift, node) => WithInputs(Without(node, "axes"), node.Inputs[0], lift.Add(node, "axes", node.Integers("axes"))),
        ["TopK"] = (lift, node) => lift.Opset >= 10 ? node : WithInputs(Without(node, "k"), node.Inputs[0], lift.Add(node, "k", [node.Int("k", 1)])),
        ["Unsqueeze"] = (lift, node) => WithInputs(Without(node, "axes"), node.Inputs[0], lift.Add(node, "axes", node.Integers("axes"))),
        ["Upsample"] = (lift, node) => Resize(lift, node, node.Inputs.Count > 1 ? node.Inputs[1] : lift.Add(node, "scales", [Scales(node).Length], Scales(node))),
    };

    private static Node Clip(GraphLift lift, Node node)
    {
        if (lift.Tensor(node.Inputs[0])?.Element is not (null or ElementType.Float))
            return lift.Refuse(node, "its limits would have to be of another type than float.");
        string low = node.Attribute("min") is null ? "" : lift.Add(node, "min", [], node.Float("min", 0)), high = node.Attribute("max") is null ? "" : lift.Add(node, "max", [], node.Float("max", 0));
        return WithInputs(Without(node, "min", "max"), node.Inputs[0], low, high);
    }

    private static Node Dropout(GraphLift lift, Node node)
    {
        if (lift.Opset < 10 && node.Outputs.Skip(1).Any(lift.IsRead))
            return lift.Refuse(node, "its mask had another type.");
        Node only = node.Outputs.Skip(1).Any(lift.IsRead) ? node : node with { Outputs = [node.Outputs[0]] };
        return WithInputs(Without(only, "ratio"), node.Inputs[0], node.Attribute("ratio") is null ? "" : lift.Add(node, "ratio", [], node.Float("ratio", 0.5f)));
    }

    private static Node Pad(GraphLift lift, Node node)
    {
        float value = node.Float("value", 0);
        if (value != 0 && lift.Tensor(node.Inputs[0])?.Element is not (null or ElementType.Float))
            return lift.Refuse(node, "its value would have to be of another type than float.");
        return WithInputs(Without(node, "pads", "value"), node.Inputs[0], lift.Add(node, "pads", node.Integers("pads")), value == 0 ? "" : lift.Add(node, "value", [], value));
    }

    /// <summary>Before opset 13 the axes from one on (the second by default) counted as one.</summary>
    private static Node Normalised(GraphLift lift, Node node)
    {
        (string input, long axis) = (node.Inputs[0], node.Int("axis", 1));
        int? rank = lift.Tensor(input)?.Shape?.Count;
        if (rank is int known && (axis == known - 1 || axis == -1))
            return Without(node, "axis") with { Attributes = [.. Without(node, "axis").Attributes, NodeAttribute.Of("axis", -1)] };
        string flat = lift.Emit(node, "Flatten", [input], NodeAttribute.Of("axis", axis));
        string result = lift.Emit(node, node.OpType, [flat], NodeAttribute.Of("axis", -1));
        return new Node("Reshape", [result, lift.Emit(node, "Shape", [input])], node.Outputs) { Name = node.Name };
    }

    /// <summary>Resize of opset 10, and Upsample, counted from the left edge and took the element before.</summary>
    private static Node Resize(GraphLift lift, Node node, string scales)
    {
        string mode = node.Text("mode", "nearest");
        bool shrinks = node.OpType == "Resize" && !(Values(lift, scales) is { } known && known.All(s => s >= 1));
        if (mode == "nearest" && shrinks)
            return lift.Refuse(node, "runtimes disagree on what it takes when it makes things smaller.");
        return new Node("Resize", [node.Inputs[0], "", scales], node.Outputs, NodeAttribute.Of("mode", mode), NodeAttribute.Of("coordinate_transformation_mode", "asymmetric"), NodeAttribute.Of("nearest_mode", "floor")) { Name = node.Name };
    }

    private static float[]? Values(GraphLift lift, string scales) => lift.Constant(scales) is { Element: ElementType.Float, Data: not null } constant ? constant.Values<float>().ToArray() : null;

    private static float[] Scales(Node node) => node.Attribute("scales") is FloatsAttribute scales ? [.. scales.Values] : [];

    private static Node Without(Node node, params string[] attributes) => node with { Attributes = [.. node.Attributes.Where(a => !attributes.Contains(a.Name))] };

    /// <summary>Other inputs; left-out ones at the end are not named.</summary>
    private static Node WithInputs(Node node, params string[] inputs)
    {
        int count = inputs.Length;
        while (inputs[count - 1].Length == 0)
            count--;
        return node with { Inputs = inputs[..count] };
    }
}
