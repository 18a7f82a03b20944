using Fulcrum.Graphs;
using Fulcrum.Ops.Definitions.Arithmetic;
using Fulcrum.Ops.Definitions.Classic;
using Fulcrum.Ops.Definitions.Contrib;
using Fulcrum.Ops.Definitions.Control;
using Fulcrum.Ops.Definitions.Layouts;
using Fulcrum.Ops.Definitions.Neural;
using Fulcrum.Ops.Definitions.Own;
using Fulcrum.Ops.Definitions.Quantized;
using Fulcrum.Ops.Definitions.Sequences;
using Fulcrum.Ops.Definitions.Signal;
using Fulcrum.Ops.Definitions.Tensors;
using Fulcrum.Ops.Definitions.Text;
using Fulcrum.Ops.Definitions.Training;

namespace Fulcrum.Ops;

/// <summary>Every op that Fulcrum knows something about.</summary>
public static class OpCatalog
{
    private static readonly Dictionary<(string Domain, string OpType), OpDefinition> ByName;

    static OpCatalog() => ByName = All.ToDictionary(d => (d.Domain, d.OpType));

    /// <summary>The definitions, folder by folder.</summary>
    public static IReadOnlyList<OpDefinition> All { get; } =
    [
        .. ArithmeticOps.All,
        .. ClassicOps.All,
        .. ContribOps.All,
        .. ControlOps.All,
        .. LayoutsOps.All,
        .. NeuralOps.All,
        .. OwnOps.All,
        .. QuantizedOps.All,
        .. SequencesOps.All,
        .. SignalOps.All,
        .. TensorsOps.All,
        .. TextOps.All,
        .. TrainingOps.All,
    ];

    /// <summary>The definition of an op, or null when nothing is known about it.</summary>
    public static OpDefinition? Find(string domain, string opType) => ByName.GetValueOrDefault((OpsetImport.Canonical(domain), opType));

    /// <summary>The definition of a node's op, or null when nothing is known about it.</summary>
    public static OpDefinition? Find(Node node) => Find(node.Domain, node.OpType);
}
