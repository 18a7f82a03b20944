using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Contrib;

/// <summary>LSTM whose weights are quantized, laid out [directions, inputs, 4 * hidden].</summary>
internal sealed class DynamicQuantizeLSTMOp : OpDefinition
{
    public override string OpType => "DynamicQuantizeLSTM";

    public override string Domain => Domains.Microsoft;

    public override OpSchema Schema { get; } = new((12, 12), (0, 3), 1);

    public override QuantizationRole Quantization => QuantizationRole.Integer;

    public override bool? IsDifferentiable => false;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Tensor(0) is not { } input)
            return new OnnxType?[node.Node.Outputs.Count];
        if (input.Shape is not { Count: 3 } x)
            return [input with { Shape = null }, input with { Shape = null }, input with { Shape = null }];
        (Dim directions, Dim hidden) = (Directions(node.Node), Hidden(node));
        var last = new TensorType(input.Element, [directions, x[1], hidden]);
        return [new TensorType(input.Element, [x[0], directions, x[1], hidden]), last, last];
    }

    /// <summary>Four gates of inputs and hidden state, at every step.</summary>
    public override long? Macs(OpNode node) => node.Shape(0) is { Count: 3 } x && x[2].Size is long inputs && Hidden(node).Size is long hidden
        ? checked(Shapes.Product(x.Take(2)) * Directions(node.Node).Size!.Value * 4 * hidden * (inputs + hidden))
        : null;

    public override WeightRole? Weight(OpNode node) => new(1, 2, 3);

    private static Dim Directions(Node node) => ReadAttribute.Text(node, "direction") == "bidirectional" ? 2 : 1;

    private static Dim Hidden(OpNode node) => node.Node.Int("hidden_size", 0) is long size and > 0 ? size : node.Shape(2) is { Count: 3 } r ? r[1] : Dim.Unknown;
}
