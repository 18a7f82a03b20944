namespace Fulcrum.Ops;

/// <summary>Indices of several values that can only be removed together: a channel, a neuron, an attention head.</summary>
/// <param name="Members">The axes it touches, each once, with the indices along it in ascending order.</param>
public sealed record CouplingGroup(IReadOnlyList<CouplingMember> Members);

/// <summary>The part of a group that lies along one axis.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Indices">The indices, ascending.</param>
public sealed record CouplingMember(ValueAxis Axis, IReadOnlyList<int> Indices);
