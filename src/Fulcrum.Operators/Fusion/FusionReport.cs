namespace Fulcrum.Operators.Fusion;

/// <summary>Which QuantizeLinear and DequantizeLinear nodes a runtime executes instead of fusing them into integer kernels.</summary>
/// <param name="Boundary">Those at the model's inputs and outputs: unavoidable.</param>
/// <param name="Unfused">All others: each costs a pass over its tensor.</param>
/// <param name="ByRuntime">Nodes whose weights the model leaves in float and that ran as integer kernels nevertheless: the runtime quantizes what stands between two conversions by itself.</param>
/// <param name="IntegerKernels">How many integer kernels ran (QLinearConv, QGemm, ...).</param>
public sealed record FusionReport(IReadOnlyList<ExecutedConversion> Boundary, IReadOnlyList<ExecutedConversion> Unfused, IReadOnlyList<string> ByRuntime, int IntegerKernels)
{
    /// <summary>In a few words: <c>2 boundary, 0 unfused</c>.</summary>
    public string Summary => $"{Boundary.Count} boundary, {Unfused.Count} unfused{(ByRuntime.Count == 0 ? "" : $", {ByRuntime.Count} quantized by the runtime")}";
}

/// <summary>A conversion that runs as a kernel of its own.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="OpType">QuantizeLinear or DequantizeLinear.</param>
/// <param name="Why">Why it was not fused, as a sentence.</param>
public sealed record ExecutedConversion(string Node, string OpType, string Why);
