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
