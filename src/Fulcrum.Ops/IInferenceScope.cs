using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>What a node can see around itself.</summary>
internal interface IInferenceScope
{
    Tensor? Constant(string value);

    SymbolicTensor? Known(string value);

    InferredBody Body(Graph body, IReadOnlyList<OnnxType?> inputs);
}

/// <summary>A node seen alone.</summary>
internal sealed class EmptyScope : IInferenceScope
{
    public static readonly EmptyScope Instance = new();

    public Tensor? Constant(string value) => null;

    public SymbolicTensor? Known(string value) => null;

    public InferredBody Body(Graph body, IReadOnlyList<OnnxType?> inputs) => new(new OnnxType?[body.Outputs.Count], null);
}
