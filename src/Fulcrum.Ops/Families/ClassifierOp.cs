using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A classic classifier: the label of each sample and a row of scores.</summary>
internal abstract class ClassifierOp : OpDefinition
{
    public override string Domain => Domains.MachineLearning;

    /// <summary>The first output is a label.</summary>
    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        bool named = Names(node.Node) > 0;
        return [new TensorType(named ? ElementType.String : ElementType.Int64, [Rows.Of(node)]), new TensorType(ElementType.Float, [Rows.Of(node), Scores(node.Node)])];
    }

    /// <summary>How many scores each sample gets.</summary>
    protected abstract Dim Scores(Node node);

    /// <summary>How many labels there are; 0 when the node does not say.</summary>
    protected static long Labels(Node node) =>
        Math.Max(Names(node), Math.Max(node.ItemCount("classlabels_ints"), node.ItemCount("classlabels_int64s")));

    private static long Names(Node node) => node.ItemCount("classlabels_strings");
}
