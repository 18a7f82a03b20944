using Fulcrum.Graphs;
using Fulcrum.Ops.Definitions.Arithmetic;
using Fulcrum.Ops.Definitions.Neural;
using Fulcrum.Ops.Definitions.Tensors;

namespace Fulcrum.Ops;

/// <summary>Every op that Fulcrum knows something about.</summary>
public static class OpCatalog
{
    private static readonly Dictionary<(string Domain, string OpType), OpDefinition> ByName;

    static OpCatalog() => ByName = All.ToDictionary(d => (d.Domain, d.OpType));

    /// <summary>The definitions, by name.</summary>
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        new AddOp(),
        new ConstantOp(),
        new DivOp(),
        new ExpOp(),
        new FlattenOp(),
        new GemmOp(),
        new IdentityOp(),
        new LogOp(),
        new LogSoftmaxOp(),
        new MatMulOp(),
        new MulOp(),
        new NegOp(),
        new ReluOp(),
        new ReshapeOp(),
        new ShapeOp(),
        new SigmoidOp(),
        new SignOp(),
        new SoftmaxOp(),
        new SqrtOp(),
        new SubOp(),
        new TanhOp(),
        new TransposeOp(),
    ];

    /// <summary>The definition of an op, or null when nothing is known about it.</summary>
    public static OpDefinition? Find(string domain, string opType) => ByName.GetValueOrDefault((OpsetImport.Canonical(domain), opType));

    /// <summary>The definition of a node's op, or null when nothing is known about it.</summary>
    public static OpDefinition? Find(Node node) => Find(node.Domain, node.OpType);
}
