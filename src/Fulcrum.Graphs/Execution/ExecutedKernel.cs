namespace Fulcrum.Graphs.Execution;

/// <summary>A kernel that a runtime really ran, after its own fusions.</summary>
/// <param name="Name">The node's name as the runtime has it: that of the model's node, or one that the runtime made.</param>
/// <param name="OpType">The kernel's op, e.g. <c>QLinearConv</c>.</param>
public sealed record ExecutedKernel(string Name, string OpType);
