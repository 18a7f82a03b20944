using Fulcrum.Graphs;

namespace Fulcrum.Ops.Analysis;

/// <summary>What a model is made of, without running it.</summary>
public sealed record ModelSummary
{
    /// <summary>Elements of the weights: all constants of real or quantized numbers, wherever they are kept; integers of 32 and 64 bits are indices, not weights.</summary>
    public required long Parameters { get; init; }

    /// <summary>Bytes of all constants.</summary>
    public required long WeightBytes { get; init; }

    /// <summary>Bytes of those that are kept in other files.</summary>
    public required long ExternalBytes { get; init; }

    /// <summary>Multiply-accumulates of one run; symbolic dimensions count 1 unless given. Nodes of unknown work count 0.</summary>
    public required long Macs { get; init; }

    /// <summary>Nodes whose work is unknown.</summary>
    public required int UnknownMacs { get; init; }

    /// <summary>Bytes that the nodes read and write in one run; null when a size is unknown.</summary>
    public required long? BytesMoved { get; init; }

    /// <summary>The most bytes of activations that are alive at once when nodes run in file order, inputs included, weights not; null when a size is unknown.</summary>
    public required long? PeakActivationBytes { get; init; }

    /// <summary>Bytes of the inputs that must be given; null when a size is unknown.</summary>
    public required long? InputBytes { get; init; }

    /// <summary>Bytes of the outputs; null when a size is unknown.</summary>
    public required long? OutputBytes { get; init; }

    /// <summary>Nodes of the graph and of its subgraphs.</summary>
    public required int Nodes { get; init; }

    /// <summary>How often each op occurs, subgraphs included; ops of other domains as <c>domain.Op</c>.</summary>
    public required IReadOnlyDictionary<string, int> Ops { get; init; }

    /// <summary>Symbols of dimensions of the inputs, in order of appearance.</summary>
    public required IReadOnlyList<string> DynamicDims { get; init; }

    /// <summary>Ops that neither the catalogue nor a function of the model defines.</summary>
    public required IReadOnlyList<string> Unknown { get; init; }

    /// <summary>The inputs that must be given.</summary>
    public required IReadOnlyList<ValueInfo> Inputs { get; init; }

    /// <summary>The outputs, with their inferred types.</summary>
    public required IReadOnlyList<ValueInfo> Outputs { get; init; }
}
