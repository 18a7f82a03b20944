using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Control;

/// <summary>A subgraph run once for each entry of its sequences; states are carried along and outputs collected.</summary>
internal sealed class ScanOp : OpDefinition
{
    public override string OpType => "Scan";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, OpSchema.Any), 8, 9, 11, 16, 19, 21);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    /// <summary>What the body moves is not known.</summary>
    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => null;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (Run(node) is not { } run)
            return new OnnxType?[node.Node.Outputs.Count];
        IEnumerable<OnnxType?> collected = run.Result.Outputs.Skip(run.States.Length).Select((t, i) => Collected(node, t, i, run.Batch, run.Length));
        return [.. run.States.Select(t => Outer(node, t, run.Batch)), .. collected];
    }

    /// <summary>The body's, times the length of the sequences.</summary>
    public override long? Macs(OpNode node) =>
        Run(node) is { } run ? run.Result.Macs * checked(Shapes.Factor(run.Length) * Shapes.Factor(run.Batch)) : null;

    /// <summary>Before opset 9 everything has a batch dimension in front, and an input of sequence lengths comes first.</summary>
    private static bool IsBatched(OpNode node) => node.Opset < 9;

    private static (OnnxType?[] States, InferredBody Result, Dim Batch, Dim Length)? Run(OpNode node)
    {
        OnnxType?[] given = [.. node.Inputs.Skip(IsBatched(node) ? 1 : 0)];
        long scanned = node.Node.Int("num_scan_inputs", 0);
        if (node.Node.Body("body") is not { } body || scanned < 1 || scanned > given.Length || body.Inputs.Count != given.Length || body.Outputs.Count < given.Length - scanned)
            return null;
        int first = given.Length - (int)scanned;
        TensorType?[] sequences = [.. given.Skip(first).Select(t => t as TensorType)];
        int?[] axes = [.. sequences.Select((t, i) => Axis(node, t, i))];
        Dim[] lengths = [.. sequences.Zip(axes, (t, axis) => axis is int a ? t!.Shape![a] : Dim.Unknown)];
        OnnxType?[] entries = [.. sequences.Zip(axes, (t, axis) => Inner(node, t, axis))];
        Dim batch = IsBatched(node) && sequences[0]?.Shape is { Count: > 0 } shape ? shape[0] : IsBatched(node) ? Dim.Unknown : 1;
        OnnxType?[] states = [.. given.Take(first).Select(t => IsBatched(node) ? Without(t as TensorType, 0) : t)];
        InferredBody result = CarriedTypes.Settle(node, body, states, types => [.. types, .. entries], 0);
        Dim length = lengths.FirstOrDefault(d => d.Size is not null);
        return (states, result, batch, length.Size is null ? lengths.FirstOrDefault(d => d.Symbol is not null) : length);
    }

    private static int? Axis(OpNode node, TensorType? sequence, int input)
    {
        if (sequence?.Shape is not { } shape)
            return null;
        return IsBatched(node) ? OpNode.Axis(1, shape.Count) : OpNode.Axis(At(node, "scan_input_axes", input), shape.Count);
    }

    private static long At(OpNode node, string attribute, int i) => node.Node.Integers(attribute) is { } axes && i < axes.Count ? axes[i] : 0;

    /// <summary>One entry of a sequence.</summary>
    private static TensorType? Inner(OpNode node, TensorType? sequence, int? axis)
    {
        TensorType? entry = axis is int a ? Without(sequence, a) : sequence is null ? null : sequence with { Shape = null };
        return IsBatched(node) ? Without(entry, 0) : entry;
    }

    private static TensorType? Without(TensorType? type, int axis) => type?.Shape is { } shape ? type with { Shape = [.. shape.Where((_, i) => i != axis)] } : type;

    private static OnnxType? Outer(OpNode node, OnnxType? state, Dim batch) =>
        IsBatched(node) && state is TensorType { Shape: { } shape } t ? t with { Shape = [batch, .. shape] } : state;

    private static TensorType? Collected(OpNode node, OnnxType? item, int output, Dim batch, Dim length)
    {
        if (item is not TensorType { Shape: { } shape } t)
            return item as TensorType;
        if (IsBatched(node))
            return t with { Shape = [batch, length, .. shape] };
        return t with { Shape = OpNode.Axis(At(node, "scan_output_axes", output), shape.Count + 1) is int axis ? [.. shape.Take(axis), length, .. shape.Skip(axis)] : null };
    }
}
