using Fulcrum.Graphs;
namespace Fulcrum.Ops.Definitions.Sequences;

/// <summary>A subgraph run on each item of a sequence, or on the items of several side by side.</summary>
internal sealed class SequenceMapOp : OpDefinition
{
    public override string OpType => "SequenceMap";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, OpSchema.Any), 17);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    /// <summary>What the body moves is not known.</summary>
    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => null;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Node.Body("body") is not { } body)
            return new OnnxType?[node.Node.Outputs.Count];
        OnnxType?[] items = [.. node.Inputs.Select(t => t is SequenceType sequence ? sequence.Item : t)];
        return [.. node.Body(body, items).Outputs.Select(item => new SequenceType(item))];
    }
}
