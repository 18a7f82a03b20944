using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Neural;

/// <summary>Each channel shifted to mean 0 and scaled to variance 1, then scaled and shifted by parameters; in training also the new statistics.</summary>
internal sealed class BatchNormalizationOp : RealOp
{
    public override string OpType => "BatchNormalization";

    public override OpSchema Schema { get; } = new((5, 5), (1, 5), 1, 6, 7, 9, 14, 15);

    /// <summary>After the first output: mean and variance, in older opsets twice.</summary>
    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
    [
        .. base.InferTypes(node),
        .. Enumerable.Range(0, 4).Select(i => node.Tensor(3 + (i % 2))),
    ];

    public override bool HasGradient => true;

    /// <summary>
    /// With c = X - mean, r the inverse deviation, n the elements of a channel and sums over all but channels: dScale = r sum(dY c), dB = sum dY;
    /// dX = scale r dY, in training, where the statistics depend on X, dX = scale r (dY - dB / n - c r dScale / n). Otherwise also
    /// dMean = -scale r dB and dVar = -scale r² dScale / 2.
    /// </summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        bool training = scope.Node.Int("training_mode", 0) != 0;
        if (scope.Typed.Opset < 14 && scope.Node.Outputs.Count(o => o.Length > 0) > 1)
            throw new NotSupportedException("BatchNormalization that gives statistics has no gradient before opset 14.");
        long[] sizes = scope.SizesOf(scope.Node.Inputs[0]), column = [sizes[1], .. sizes.Skip(2).Select(_ => 1L)];
        long[] others = [0, .. Enumerable.Range(2, sizes.Length - 2).Select(i => (long)i)];
        (string? centred, string mean, string variance) = training ? BatchStatistics(scope, others) : (null, scope.Node.Inputs[3], scope.Node.Inputs[4]);
        string inverse = Standardization.InverseDeviation(scope, variance), factor = scope.Emit("Mul", [scope.Node.Inputs[1], inverse]);
        string bias = scope.ReduceSum(scope.OutputGradient, false, others);
        string? scale = null;
        if (scope.Wants(1) || scope.Wants(4) || (training && scope.Wants(0)))
        {
            centred ??= scope.Emit("Sub", [scope.Node.Inputs[0], scope.Reshape(mean, column)]);
            scale = scope.Emit("Mul", [inverse, scope.ReduceSum(scope.Emit("Mul", [scope.OutputGradient, centred]), false, others)]);
        }

        string? input = null;
        if (scope.Wants(0))
        {
            input = training
                ? Level(scope, centred!, factor, bias, scope.Emit("Mul", [scale!, inverse]), column, (double)sizes.Aggregate((a, b) => a * b) / sizes[1])
                : scope.Emit("Mul", [scope.OutputGradient, scope.Reshape(factor, column)]);
        }

        return
        [
            input,
            scope.Wants(1) ? scale : null,
            scope.Wants(2) ? bias : null,
            scope.Wants(3) && !training ? scope.Emit("Neg", [scope.Emit("Mul", [factor, bias])]) : null,
            scope.Wants(4) && !training ? scope.Emit("Mul", [scope.Emit("Mul", [factor, scope.Emit("Mul", [inverse, scale!])]), scope.Scalar(-0.5)]) : null,
        ];
    }

    /// <summary>Channels do not influence each other, nor outside training do elements.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.InputShape(0) is not { Count: > 1 } shape)
            return;
        bool training = scope.Node.Int("training_mode", 0) != 0;
        scope.JoinAxes(0, 0, [.. Enumerable.Range(0, shape.Count).Where(axis => axis == 1 || !training).Select(axis => (axis, axis))]);
        for (int parameter = 1; parameter < scope.Node.Inputs.Count; parameter++)
            scope.JoinParameter(parameter, 0, 1);
        for (int statistic = 1; statistic < scope.Node.Outputs.Count; statistic++)
        {
            if (scope.OutputShape(statistic) is { Count: 1 })
                scope.Join(scope.In(0, 1), scope.Out(statistic, 0));
        }
    }

    /// <summary>dY less its mean and less its slope along c, times a factor; the mean and the factor in one pass over dY, as a normalization does.</summary>
    private static string Level(GradientScope scope, string centred, string factor, string sum, string slope, long[] column, double count)
    {
        string share = scope.Scalar(1 / count), factors = scope.Emit("Mul", [factor, share]);
        string none = scope.Constant("none", [column[0]], new double[column[0]]), one = scope.Constant("one", [column[0]], [.. Enumerable.Repeat(1.0, (int)column[0])]);
        string level = scope.Emit("BatchNormalization", [scope.OutputGradient, factor, none, scope.Emit("Mul", [sum, share]), one], NodeAttribute.Of("epsilon", 0f));
        return scope.Emit("Sub", [level, scope.Emit("Mul", [centred, scope.Reshape(scope.Emit("Mul", [slope, factors]), column)])]);
    }

    /// <summary>
    /// In the forward node's place: the statistics of the batch, and the same node with them as fixed ones. ONNX Runtime's training mode
    /// gives no batch statistics and writes the running ones over the constants it reads.
    /// </summary>
    private static (string Centred, string Mean, string Variance) BatchStatistics(GradientScope scope, long[] others)
    {
        Node node = scope.Node;
        var nodes = new List<Node>();
        string Add(string op, string[] inputs, string stem, params NodeAttribute[] attributes)
        {
            nodes.Add(new Node(op, inputs, [scope.Unique(stem)], attributes) { Name = scope.Unique($"{stem}/{op}") });
            return nodes[^1].Outputs[0];
        }

        string Mean(string value, string stem) => scope.Typed.Opset < 18
            ? Add("ReduceMean", [value], stem, NodeAttribute.Of("axes", others))
            : Add("ReduceMean", [value, scope.Axes(others)], stem);
        string count = scope.Axes(-1), level = Mean(node.Inputs[0], "level"), centred = Add("Sub", [node.Inputs[0], level], "centred");
        string[] batch =
        [
            Add("Reshape", [level, count], "batch_mean"),
            Add("Reshape", [Mean(Add("Mul", [centred, centred], "square"), "spread"), count], "batch_variance"),
        ];
        nodes.Add(node with { Inputs = [.. node.Inputs.Take(3), .. batch], Outputs = [node.Outputs[0]], Attributes = [.. node.Attributes.Where(a => a.Name is not ("momentum" or "training_mode"))] });
        double momentum = node.Float("momentum", 0.9f);
        string old = scope.Scalar(momentum), added = scope.Scalar(1 - momentum);
        for (int i = 0; i < 2; i++)
        {
            if (node.Outputs.Count > i + 1 && node.Outputs[i + 1].Length > 0)
                nodes.Add(new Node("Add", [Add("Mul", [node.Inputs[3 + i], old], "old"), Add("Mul", [batch[i], added], "added")], [node.Outputs[i + 1]]));
        }

        scope.Replace([.. nodes]);
        return (centred, batch[0], batch[1]);
    }
}
