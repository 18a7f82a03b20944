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

    /// <summary>Its form: versions, how many inputs and outputs.</summary>
    public abstract OpSchema Schema { get; }

    /// <summary>The types of the outputs; null where they cannot be known. Never throws: a wrong node gives unknown types.</summary>
    public virtual IReadOnlyList<OnnxType?> InferTypes(OpNode node) => new OnnxType?[node.Node.Outputs.Count];

    /// <summary>The integer value of the first output, for ops that carry shapes; null when unknown or of no interest.</summary>
    public virtual SymbolicTensor? InferValue(OpNode node) => null;

    /// <summary>The first output, when it is a constant whatever the inputs of the model are; null otherwise.</summary>
    public virtual Tensor? InferConstant(OpNode node) => null;

    /// <summary>Multiply-accumulate operations of one run, QPART (1) and (2); a dimension without a known size counts 1, so the figure is per sample. Null when unknown.</summary>
    public virtual long? Macs(OpNode node) => null;

    /// <summary>
    /// Bytes read and written in one run, each input and output once; a symbolic dimension counts 1. Null when unknown.
    /// Ops that only rename their input (Reshape, Identity) move none.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="outputs">The types of its outputs.</param>
    public virtual long? BytesMoved(OpNode node, IReadOnlyList<OnnxType?> outputs) => Shapes.Bytes([.. node.Inputs.Where((_, i) => node.Has(i)), .. outputs]);

    /// <summary>What is wrong with constants that a node reads, as sentences; empty when nothing is or they are not known.</summary>
    public virtual IEnumerable<string> Check(OpNode node) => [];

    /// <summary>Whether two runs on the same inputs may give different outputs.</summary>
    public virtual bool IsRandom(Node node) => false;

    /// <summary>Which input is the weight, when the op has one.</summary>
    public virtual WeightRole? Weight(OpNode node) => null;

    /// <summary>
    /// Says which indices along the axes of its inputs and outputs can only be removed together. Axes that are not named keep all their indices:
    /// an op that says nothing lets nothing go.
    /// </summary>
    public virtual void Couple(CouplingScope scope)
    {
    }

    /// <summary>How the op takes part in a quantized graph.</summary>
    public virtual QuantizationRole Quantization => QuantizationRole.Unknown;

    /// <summary>Whether the first output is a differentiable function of some input, almost everywhere; null when not known.</summary>
    public virtual bool? IsDifferentiable => HasGradient ? true : null;

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
