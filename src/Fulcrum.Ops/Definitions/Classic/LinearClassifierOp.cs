using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The class and the scores of a linear model, for each row.</summary>
internal sealed class LinearClassifierOp : ClassifierOp
{
    public override string OpType => "LinearClassifier";

    public override OpSchema Schema { get; } = new((1, 1), (2, 2), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    /// <summary>One product for each set of coefficients, which is each class but for two classes, where one may do.</summary>
    public override long? Macs(OpNode node) => node.Shape(0) is { Count: > 0 } input && node.Node.ItemCount("coefficients") is long count and > 0
        ? checked(Shapes.Product([.. input.Take(input.Count - 1)]) * count)
        : null;

    protected override Dim Scores(Node node) => node.ItemCount("intercepts") switch
    {
        1 when Labels(node) == 2 => 2,
        > 0 and long sets => sets,
        _ => Dim.Unknown,
    };
}
