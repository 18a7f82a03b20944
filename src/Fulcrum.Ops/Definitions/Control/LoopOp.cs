using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Control;

/// <summary>A subgraph run again and again, a number of times or while a condition holds; values are carried along and others collected.</summary>
internal sealed class LoopOp : OpDefinition
{
    public override string OpType => "Loop";

    public override OpSchema Schema { get; } = new((2, OpSchema.Any), (1, OpSchema.Any), 1, 11, 13, 16, 19, 21);

    public override QuantizationRole Quantization => QuantizationRole.KeepFloat;

    public override bool? IsDifferentiable => true;

    /// <summary>What the body moves is not known.</summary>
    public override long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => null;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        if (Run(node) is not { } run)
            return new OnnxType?[node.Node.Outputs.Count];
        return [.. run.Carried, .. run.Result.Outputs.Skip(1 + run.Carried.Length).Select(t => Collected(t, run.Trips))];
    }

    /// <summary>The body's, times the trip count when that is known before the model runs.</summary>
    public override long? Macs(OpNode node) => Run(node) is { } run && (run.Trips.Size ?? (run.Trips.Symbol is null ? null : 1)) is long trips ? run.Result.Macs * Math.Max(0, trips) : null;

    private static OnnxType? Collected(OnnxType? item, Dim trips) =>
        item is TensorType t ? t with { Shape = t.Shape is null ? null : [trips.Size < 0 ? 0 : trips, .. t.Shape] } : null;

    private static (OnnxType?[] Carried, InferredBody Result, Dim Trips)? Run(OpNode node)
    {
        if (node.Node.Body("body") is not { Inputs.Count: >= 2 } body || body.Inputs.Count != Math.Max(2, node.InputCount) || body.Outputs.Count < body.Inputs.Count - 1)
            return null;
        TensorType counter = Scalar(ElementType.Int64, body.Inputs[0]);
        TensorType condition = Scalar(ElementType.Bool, body.Inputs[1]);
        OnnxType?[] carried = [.. node.Inputs.Skip(2)];
        InferredBody result = CarriedTypes.Settle(node, body, carried, types => [counter, condition, .. types], 1);
        return (carried, result, GoesOn(node, body) ? node.Scalar(0) : Dim.Unknown);
    }

    private static TensorType Scalar(ElementType element, ValueInfo declared) => new(element, declared.Tensor?.Shape is null ? [] : null);

    /// <summary>Whether the condition is true from the start and the body leaves it so.</summary>
    private static bool GoesOn(OpNode node, Graph body)
    {
        if (node.Has(1) && node.Scalar(1).Size != 1)
            return false;
        string value = body.Outputs[0].Name;
        for (int i = 0; i < body.Nodes.Count && Producer(body, value) is { OpType: "Identity" or "Cast", Inputs: [string source] }; i++)
            value = source;
        return value == body.Inputs[1].Name || IsTrue(Constant(node, body, value));
    }

    private static Node? Producer(Graph body, string value) => body.Nodes.FirstOrDefault(n => n.Outputs.Contains(value));

    /// <summary>A constant of the body or from around it.</summary>
    private static Tensor? Constant(OpNode node, Graph body, string value)
    {
        if (body.Initializers.FirstOrDefault(t => t.Name == value) is { } initializer)
            return initializer;
        if (Producer(body, value) is { } producer)
            return producer.OpType == "Constant" && producer.Attribute("value") is TensorAttribute a ? a.Value : null;
        return body.Inputs.Any(i => i.Name == value) ? null : node.Scope.Constant(value);
    }

    private static bool IsTrue(Tensor? constant) => constant is not null && SymbolicTensor.From(constant) is { Values: [{ Size: not null and not 0 }] };
}
