using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops.Definitions.Tensors;

/// <summary>A tensor cut into pieces along an axis: into given lengths, a number of pieces, or as many as there are outputs.</summary>
internal sealed class SplitOp : OpDefinition
{
    public override string OpType => "Split";

    public override OpSchema Schema { get; } = new((1, 2), (1, OpSchema.Any), 1, 2, 11, 13, 18);

    public override QuantizationRole Quantization => QuantizationRole.PassThrough;

    public override bool? IsDifferentiable => true;

    public override bool HasGradient => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node)
    {
        int count = node.Node.Outputs.Count;
        if (node.Tensor(0) is not { } input)
            return new OnnxType?[count];
        if (input.Shape is not { } shape || Axis(node, shape.Count) is not int axis)
            return [.. Enumerable.Repeat(new TensorType(input.Element, null), count)];
        return [.. Lengths(node, shape[axis]).Select(length => new TensorType(input.Element, [.. shape.Select((d, i) => i == axis ? length : d)]))];
    }

    public override SymbolicTensor? InferValue(OpNode node)
    {
        if (node.Known(0) is not { } value || node.Node.Outputs.Count == 0 || Axis(node, value.Shape.Count) is not int axis)
            return null;
        Dim length = Lengths(node, value.Shape[axis])[0];
        return SymbolicTensor.Build(
            SymbolicTensor.Sizes([.. value.Shape.Select((size, i) => i == axis ? length : size)]),
            index => value.At(index));
    }

    public override long? Macs(OpNode node) => 0;

    /// <summary>dX = the gradients of the pieces behind each other, zeros for those that the loss does not depend on.</summary>
    public override IReadOnlyList<string?> Gradient(GradientScope scope)
    {
        IReadOnlyList<string> outputs = scope.Node.Outputs;
        long[] sizes = scope.SizesOf(scope.Node.Inputs[0]);
        int axis = Axis(scope.Typed, sizes.Length)!.Value;
        long[] lengths = [.. Lengths(scope.Typed, sizes[axis]).Select(d => d.Size ?? throw new NotSupportedException("Split into lengths that are computed from data has no gradient."))];
        string?[] parts = [.. outputs.Select((_, i) => scope.GradientOf(i))];
        int only = Array.FindIndex(parts, p => p is not null);
        if (only == Array.FindLastIndex(parts, p => p is not null))
            return scope.FirstOnly(scope.Pad(parts[only]!, sizes.Length, axis, lengths.Take(only).Sum(), lengths.Skip(only + 1).Sum()));
        string[] all = [.. parts.Select((part, i) => part ?? scope.Zeros([.. sizes.Select((size, at) => at == axis ? lengths[i] : size)]))];
        return scope.FirstOnly(scope.Emit("Concat", all, NodeAttribute.Of("axis", axis)));
    }

    /// <summary>Along the cut axis, each output with its part of the input; the lengths of the parts are written out.</summary>
    public override void Couple(CouplingScope scope)
    {
        if (scope.InputShape(0) is not { } shape || Axis(scope.Typed, shape.Count) is not int axis || Lengths(scope.Typed, shape[axis]) is var lengths && lengths.Any(d => d.Size is null))
            return;
        int start = 0;
        for (int output = 0; output < lengths.Length; output++)
        {
            int size = (int)lengths[output].Size!.Value;
            if (scope.Node.Outputs[output].Length > 0)
            {
                scope.JoinAxes(0, output, [.. Enumerable.Range(0, shape.Count).Where(i => i != axis).Select(i => (i, i))]);
                for (int i = 0; i < size; i++)
                    scope.Join(scope.In(0, axis), start + i, scope.Out(output, axis), i);
            }

            start += size;
        }

        bool asAttribute = scope.Typed.Opset < 13;
        scope.WhenShrunk(cut => Cut(cut, axis, lengths, asAttribute));
    }

    private static Node Cut(ShrinkScope cut, int axis, Dim[] lengths, bool asAttribute)
    {
        var whole = new PortAxis(cut.Node.Inputs[0], axis, 0);
        if (!cut.IsShrunk(whole))
            return cut.Node;
        long start = 0;
        long[] left = [.. lengths.Select(length => cut.Left(whole, start, start += length.Size!.Value))];
        Node node = cut.Node with { Attributes = [.. cut.Node.Attributes.Where(a => a.Name != "num_outputs")] };
        return cut.With(node, 1, "split", left, asAttribute);
    }

    private static int? Axis(OpNode node, int rank) => OpNode.Axis(node.Node.Int("axis", 0), rank);

    private static Dim[] Lengths(OpNode node, Dim size)
    {
        int count = node.Node.Outputs.Count;
        if (node.Node.Integers("split") is { } given)
            return given.Count == count ? [.. given.Select(length => Shapes.AsSize(length))] : Shapes.Unknown(count);
        if (node.Has(1))
            return node.Dims(1) is { } lengths && lengths.Count == count ? [.. lengths] : Shapes.Unknown(count);
        if (count <= 1)
            return [.. Enumerable.Repeat(size, count)];
        return size.Size is long known && known >= 0 ? Even(known, count) : Shapes.Unknown(count);
    }

    /// <summary>Equal pieces, the last one shorter when they do not come out even.</summary>
    private static Dim[] Even(long size, int count)
    {
        long piece = (size / count) + (size % count == 0 ? 0 : 1);
        return [.. Enumerable.Range(0, count).Select(i => (Dim)Math.Clamp(size - (i * piece), 0, piece))];
    }
}
