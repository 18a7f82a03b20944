using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>A matrix product; outer dimensions broadcast.</summary>
internal abstract class MatrixProductOp : OpDefinition
{
    public override bool? IsDifferentiable => true;

    public override IReadOnlyList<OnnxType?> InferTypes(OpNode node) =>
        [Element(node) is { } element ? new TensorType(element, MatrixShapes.Product(Left(node), Right(node))) : null];

    public override long? Macs(OpNode node) => MatrixShapes.Macs(Left(node), Right(node));

    /// <summary>The right factor, when it is one matrix: its columns are the output channels.</summary>
    public override WeightRole? Weight(OpNode node) => node.Shape(RightInput) is { Count: 2 } ? new WeightRole(RightInput, ChannelAxis(node), BiasInput) : null;

    /// <summary>Rows and columns go with those of the product; along the axis that is summed up, what is left out of one factor is left out of the other.</summary>
    protected void CoupleProduct(CouplingScope scope, bool transposeLeft, bool transposeRight)
    {
        if (scope.InputShape(0) is not { Count: > 0 } a || scope.InputShape(RightInput) is not { Count: > 0 } b || scope.OutputShape(0) is not { } y)
            return;
        int outer = Math.Max(a.Count, b.Count) - 2;
        PortAxis depth = scope.In(0, a.Count == 1 ? 0 : transposeLeft ? -2 : -1), height = scope.In(RightInput, b.Count == 1 ? 0 : transposeRight ? -1 : -2);
        scope.Join(depth, height);
        if (a.Count > 1)
            scope.Join(scope.In(0, transposeLeft ? -1 : -2), scope.Out(0, b.Count > 1 ? -2 : -1));
        if (b.Count > 1)
            scope.Join(scope.In(RightInput, transposeRight ? -2 : -1), scope.Out(0, -1));
        foreach ((int input, IReadOnlyList<Dim> shape) in new[] { (0, a), (RightInput, b) })
        {
            for (int axis = 0; axis < shape.Count - 2; axis++)
            {
                int target = outer - (shape.Count - 2) + axis;
                if (shape[axis].Size == 1)
                    scope.Free(scope.Out(0, target));
                else if (shape[axis].Size == y[target].Size)
                    scope.Join(scope.In(input, axis), scope.Out(0, target));
            }
        }
    }

    /// <summary>Position of the right factor.</summary>
    protected virtual int RightInput => 1;

    /// <summary>Position of the bias; null when there is none.</summary>
    protected virtual int? BiasInput => null;

    /// <summary>The element type of the output.</summary>
    protected virtual ElementType? Element(OpNode node) => node.Element(0);

    /// <summary>The left factor as it is multiplied.</summary>
    protected virtual IReadOnlyList<Dim>? Left(OpNode node) => node.Shape(0);

    /// <summary>The right factor as it is multiplied.</summary>
    protected virtual IReadOnlyList<Dim>? Right(OpNode node) => node.Shape(RightInput);

    /// <summary>Axis of the right input that counts output channels.</summary>
    protected virtual int ChannelAxis(OpNode node) => 1;
}
