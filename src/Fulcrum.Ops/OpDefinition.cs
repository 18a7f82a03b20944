using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>
/// What is true of one ONNX op. Everything optional defaults to unknown, never to a plausible number:
/// an op without a definition is carried through.
/// </summary>
public abstract class OpDefinition
{
    /// <summary>The op, as ONNX spells it.</summary>
    public abstract string OpType { get; }

    /// <summary>Its domain; empty for ONNX itself.</summary>
    public virtual string Domain => "";

    /// <summary>The types of the outputs; null where they cannot be known.</summary>
    public virtual IReadOnlyList<TensorType?> InferTypes(OpNode node) => new TensorType?[node.Node.Outputs.Count];

    /// <summary>Multiply-accumulate operations of one run, QPART (1) and (2); a symbolic dimension counts 1, so the figure is per sample. Null when unknown.</summary>
    public virtual long? Macs(OpNode node) => null;

    /// <summary>Which input is the weight, when the op has one.</summary>
    public virtual WeightRole? Weight(OpNode node) => null;

    /// <summary>Whether <see cref="Gradient"/> is defined.</summary>
    public virtual bool HasGradient => false;

    /// <summary>
    /// Emits the vector-Jacobian product: for each input that is wanted, the value that holds the gradient of the loss with respect to it.
    /// </summary>
    /// <param name="scope">The node, the gradient of its first output, and the graph to emit into.</param>
    /// <returns>One name per input; null where the input is not wanted or has no gradient.</returns>
    /// <exception cref="NotSupportedException">The op has no gradient (<see cref="HasGradient"/> is false), or none for this form of it.</exception>
    public virtual IReadOnlyList<string?> Gradient(GradientScope scope) =>
        throw new NotSupportedException($"{OpType} has no gradient.");
}
