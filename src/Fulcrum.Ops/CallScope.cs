using Fulcrum.Graphs;

namespace Fulcrum.Ops;

/// <summary>What a function's body sees of its caller: the values behind its formal inputs, nothing else.</summary>
internal sealed class CallScope(IInferenceScope caller, Function function, Node call) : IInferenceScope
{
    public Tensor? Constant(string value) => Actual(value) is string actual ? caller.Constant(actual) : null;

    public SymbolicTensor? Known(string value) => Actual(value) is string actual ? caller.Known(actual) : null;

    public InferredBody Body(Graph body, IReadOnlyList<OnnxType?> inputs) => EmptyScope.Instance.Body(body, inputs);

    private string? Actual(string formal)
    {
        for (int i = 0; i < function.Inputs.Count && i < call.Inputs.Count; i++)
        {
            if (function.Inputs[i] == formal && call.Inputs[i].Length > 0)
                return call.Inputs[i];
        }

        return null;
    }
}
