using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Control;

/// <summary>What one of two subgraphs gives, chosen by a condition.</summary>
internal sealed class IfOp : OpDefinition
{
    public override string OpType => "If";

    public override OpSchema Schema { get; } = new((1, 1), (1, OpSchema.Any), 1, 11, 13, 16, 19, 21);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    /// <summary>What the body moves is not known.</summary>
    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => null;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        InferredBody[] branches = Branches(node);
        return [.. Enumerable.Range(0, node.Node.Outputs.Count).Select(i => branches.Select(b => i < b.Outputs.Count ? b.Outputs[i] : null).DefaultIfEmpty(null).Aggregate(TypeUnion.Of))];
    }

    /// <summary>Those of the larger branch.</summary>
    public override long? Macs(OpNode node)
    {
        long?[] macs = [.. Branches(node).Select(b => b.Macs)];
        return macs.Length == 0 || macs.Contains(null) ? null : macs.Max();
    }

    /// <summary>The branches that can be taken: one when the condition is known.</summary>
    private static InferredBody[] Branches(OpNode node)
    {
        string[] names = node.Scalar(0).Size switch
        {
            null => ["then_branch", "else_branch"],
            0 => ["else_branch"],
            _ => ["then_branch"],
        };
        Graph?[] bodies = [.. names.Select(name => node.Node.Body(name))];
        return bodies.Contains(null) ? [] : [.. bodies.Select(body => node.Body(body!, []))];
    }
}
