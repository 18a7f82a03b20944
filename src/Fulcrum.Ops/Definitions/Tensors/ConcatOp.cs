using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>Its inputs behind each other along an axis.</summary>
internal sealed class ConcatOp : OpDefinition
{
    public override string OpType => "Concat";

    public override OpSchema Schema { get; } = new((1, OpSchema.Any), (1, 1), 1, 4, 11, 13);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        var known = Enumerable.Range(0, node.InputCount).Select(node.Tensor).OfType<TensorType>().ToArray();
        return [known.Length > 0 ? new TensorType(known[0].Element, OutputShape(node, [.. Enumerable.Range(0, node.InputCount).Select(node.Shape)])) : null];
    }

    public override SymbolicTensor? InferValue(OpNode node)
    {
        SymbolicTensor?[] parts = [.. Enumerable.Range(0, node.InputCount).Select(i => node.OrUnknown(i))];
        if (parts.Contains(null) || !Enumerable.Range(0, node.InputCount).Any(i => node.Known(i) is not null))
            return null;
        IReadOnlyList<Dim>? shape = OutputShape(node, [.. parts.Select(p => p!.Dims)]);
        return Axis(node, shape) is int axis ? SymbolicTensor.Build(SymbolicTensor.Sizes(shape), index => At(parts, index, axis)) : null;
    }

    public override long? Macs(OpNode node) => 0;

    /// <summary>dXi = the part of dY that Xi became.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        IReadOnlyList<string> inputs = scope.Node.Inputs;
        int axis = OpNode.Axis(scope.Node.Int("axis", 1), scope.ShapeOf(scope.Node.Outputs[0]).Count)!.Value;
        var result = new string?[inputs.Count];
        long start = 0;
        for (int i = 0; i < result.Length; i++)
        {
            long end = start + scope.SizesOf(inputs[i])[axis];
            result[i] = scope.Wants(i) ? scope.Slice(scope.OutputGradient, axis, start, end) : null;
            start = end;
        }

        return result;
    }

    /// <summary>Along the joined axis, each input with its part of the output.</summary>
    public override void Couple(CouplingScope scope)
    {
        IReadOnlyList<Dim>?[] parts = [.. Enumerable.Range(0, scope.Node.Inputs.Count).Select(scope.InputShape)];
        if (scope.OutputShape(0) is not { } shape || Axis(scope.Typed, shape) is not int axis || parts.Any(part => part?.Count != shape.Count || part[axis].Size is null))
            return;
        int start = 0;
        for (int input = 0; input < scope.Node.Inputs.Count; input++)
        {
            scope.JoinAxes(input, 0, [.. Enumerable.Range(0, shape.Count).Where(i => i != axis).Select(i => (i, i))]);
            int size = (int)parts[input]![axis].Size!.Value;
            for (int i = 0; i < size; i++)
                scope.Join(scope.In(input, axis), i, scope.Out(0, axis), start + i);
            start += size;
        }
    }

    private static Dim? At(SymbolicTensor?[] parts, int[] index, int axis)
    {
        int[] inner = [.. index];
        foreach (SymbolicTensor? part in parts)
        {
            if (inner[axis] < part!.Shape[axis])
                return part.At(inner);
            inner[axis] -= part.Shape[axis];
        }

        return null;
    }

    private static int? Axis(OpNode node, IReadOnlyList<Dim>? shape) => shape is null ? null : OpNode.Axis(node.Node.Int("axis", 1), shape.Count);

    /// <summary>Other dimensions agree, so any input that knows one tells it.</summary>
    private static IReadOnlyList<Dim>? OutputShape(OpNode node, IReadOnlyList<IReadOnlyList<Dim>?> inputs)
    {
        IReadOnlyList<Dim>?[] known = [.. inputs.Where(shape => shape is not null)];
        if (known.Length == 0 || known.Any(shape => shape!.Count != known[0]!.Count) || Axis(node, known[0]) is not int joined)
            return null;
        var result = new Dim[known[0]!.Count];
        for (int axis = 0; axis < result.Length; axis++)
        {
            Dim[] dims = [.. known.Select(shape => shape![axis])];
            result[axis] = axis != joined ? Common(dims) : known.Length < inputs.Count ? Dim.Unknown : dims.Aggregate((Dim)0, Shapes.Add);
        }

        return result;
    }

    private static Dim Common(Dim[] dims)
    {
        Dim size = dims.FirstOrDefault(d => d.Size is not null);
        return size.Size is null ? dims.FirstOrDefault(d => d.Symbol is not null) : size;
    }
}
