using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Classic;

/// <summary>The class and the scores of a support vector machine, for each row.</summary>
internal sealed class SVMClassifierOp : ClassifierOp
{
    public override string OpType => "SVMClassifier";

    public override OpSchema Schema { get; } = new((1, 1), (2, 2), 1);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    /// <summary>One score for each class when they are probabilities; else one for each pair, except that two classes have two.</summary>
    protected override Dim Scores(Node node) => Labels(node) switch
    {
        long labels and > 1 when labels < 4 || node.ItemCount("prob_a") > 0 => labels,
        _ => Dim.Unknown,
    };
}
