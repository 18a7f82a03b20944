using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A cell run over a sequence [steps, batch, features] (or [batch, steps, features] with layout 1), in one or both directions.</summary>
/// <param name="gates">How many gates the cell has.</param>
/// <param name="states">How many states the cell hands on.</param>
internal abstract class RecurrentOp(int gates, int states) : OpDefinition
{
    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    /// <summary>All hidden states, then the last of each state.</summary>
    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (node.Element(0) is not { } element)
            return new OnnxType?[node.Node.Outputs.Count];
        (Dim steps, Dim batch) = node.Shape(0) is { Count: 3 } input ? IsBatchFirst(node) ? (input[1], input[0]) : (input[0], input[1]) : default;
        (Dim directions, Dim hidden) = (Directions(node), Hidden(node));
        Dim[] all = IsBatchFirst(node) ? [batch, steps, directions, hidden] : [steps, directions, batch, hidden];
        Dim[] last = IsBatchFirst(node) ? [batch, directions, hidden] : [directions, batch, hidden];
        return [new TensorType(element, all), .. Enumerable.Repeat(new TensorType(element, last), states)];
    }

    /// <summary>Each gate of each step multiplies the features and the last hidden state.</summary>
    public override long? Macs(OpNode node)
    {
        if (node.Shape(0) is not { Count: 3 } input)
            return null;
        long hidden = Shapes.Factor(Hidden(node));
        return gates * hidden * (Shapes.Factor(input[2]) + hidden) * Directions(node) * Shapes.Product(input.Take(2));
    }

    /// <summary>Axis of the recurrence weight that counts hidden features.</summary>
    protected virtual int HiddenAxis => 2;

    private static bool IsBatchFirst(OpNode node) => node.Node.Int("layout", 0) != 0;

    private static long Directions(OpNode node) => node.Node.Text("direction", "forward") == "bidirectional" ? 2 : 1;

    private Dim Hidden(OpNode node) =>
        node.Node.Attribute("hidden_size") is IntAttribute size ? size.Value : node.Shape(2) is { Count: 3 } recurrence ? recurrence[HiddenAxis] : Dim.Unknown;
}
