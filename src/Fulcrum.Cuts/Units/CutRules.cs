using Fulcrum.Graphs;
using Fulcrum.Ops;

namespace Fulcrum.Cuts.Units;

/// <summary>Which values may cross a cut at all.</summary>
internal sealed class CutRules(GraphIndex index, GraphTypes types)
{
    /// <summary>
    /// A value crosses only as a tensor of known element type; and where a graph is quantized it crosses in its quantized form:
    /// not between DequantizeLinear and its op, nor between an op (with its activation) and QuantizeLinear.
    /// </summary>
    public bool MayCross(string value)
    {
        if (types.Tensor(value) is not { } type || type.Element.BitWidth() == 0)
            return false;
        return !IsMadeBy(value, QuantizationRole.Dequantizes) && !IsQuantizedNext(value, 1);
    }

    private bool IsMadeBy(string value, QuantizationRole role) => index.Producer(value) is int maker && RoleOf(maker) == role;

    private bool IsQuantizedNext(string value, int activations)
    {
        IReadOnlyList<int> readers = index.Consumers(value);
        if (readers.Any(r => RoleOf(r) == QuantizationRole.Quantizes))
            return true;
        return activations > 0 && readers is [int only] && IsMadeBy(value, QuantizationRole.Compute) && IsActivation(only)
            && IsQuantizedNext(index.Graph.Nodes[only].Outputs[0], activations - 1);
    }

    private bool IsActivation(int node) => index.Graph.Nodes[node].OpType is "Relu" or "Clip" or "LeakyRelu" or "Sigmoid" or "HardSigmoid" or "HardSwish" or "Tanh";

    private QuantizationRole RoleOf(int node) => OpCatalog.Find(index.Graph.Nodes[node])?.Quantization ?? QuantizationRole.Unknown;
}
