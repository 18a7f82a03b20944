namespace Fulcrum.Ops;

/// <summary>One axis of one value of a graph.</summary>
/// <param name="Value">The value's name.</param>
/// <param name="Axis">The axis, counted from the front.</param>
public readonly record struct ValueAxis(string Value, int Axis);
