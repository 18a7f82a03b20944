namespace Fulcrum.Graphs;

/// <summary>The value of a node attribute: one of ONNX's attribute types.</summary>
public abstract record AttributeValue;

/// <summary>A 32-bit float.</summary>
public sealed record FloatAttribute(float Value) : AttributeValue;

/// <summary>A 64-bit integer.</summary>
public sealed record IntAttribute(long Value) : AttributeValue;

/// <summary>A byte string, by convention UTF-8.</summary>
public sealed record StringAttribute(ReadOnlyMemory<byte> Value) : AttributeValue;

/// <summary>A tensor.</summary>
public sealed record TensorAttribute(Tensor Value) : AttributeValue;

/// <summary>A subgraph (the body of If, Loop, Scan).</summary>
public sealed record GraphAttribute(Graph Value) : AttributeValue;

/// <summary>A list of floats.</summary>
public sealed record FloatsAttribute(IReadOnlyList<float> Values) : AttributeValue;

/// <summary>A list of integers.</summary>
public sealed record IntsAttribute(IReadOnlyList<long> Values) : AttributeValue;

/// <summary>A list of byte strings.</summary>
public sealed record StringsAttribute(IReadOnlyList<ReadOnlyMemory<byte>> Values) : AttributeValue;

/// <summary>A list of tensors.</summary>
public sealed record TensorsAttribute(IReadOnlyList<Tensor> Values) : AttributeValue;

/// <summary>A list of subgraphs.</summary>
public sealed record GraphsAttribute(IReadOnlyList<Graph> Values) : AttributeValue;

/// <summary>A sparse tensor, a type, or a kind newer than this version: carried through as it stands in the file.</summary>
/// <param name="Type">ONNX's attribute type number.</param>
/// <param name="Encoded">The encoded value fields.</param>
public sealed record OpaqueAttribute(int Type, ReadOnlyMemory<byte> Encoded) : AttributeValue;
