using Fulcrum.Ops.Definitions;

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
        new GemmOp(),
        new MatMulOp(),
        new ReluOp(),
        new SoftmaxOp(),
        new SubOp(),
    ];

    /// <summary>The definition of an op, or null when nothing is known about it.</summary>
    public static OpDefinition? Find(string domain, string opType) => ByName.GetValueOrDefault((domain == "ai.onnx" ? "" : domain, opType));
}
