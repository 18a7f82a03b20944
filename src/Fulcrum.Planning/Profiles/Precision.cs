using Fulcrum.Graphs;

namespace Fulcrum.Planning.Profiles;

/// <summary>The precision that a model computes with, as profiles name it.</summary>
public static class Precision
{
    /// <summary>Floats.</summary>
    public const string Fp32 = "fp32";

    /// <summary>Quantized: a model with QuantizeLinear and DequantizeLinear nodes, or with integer kernels.</summary>
    public const string Int8 = "int8";

    /// <summary>The precision of a model.</summary>
    public static string Of(Model model) =>
        model.Graph.Nodes.Any(n => n.OpType is "QuantizeLinear" or "ConvInteger" or "MatMulInteger" or "DynamicQuantizeLinear" || n.OpType.StartsWith("QLinear", StringComparison.Ordinal)) ? Int8 : Fp32;
}
