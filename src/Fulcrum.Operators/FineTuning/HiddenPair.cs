namespace Fulcrum.Operators.FineTuning;

/// <summary>Two hidden values of one shape whose difference joins the loss.</summary>
/// <param name="Student">In the model that is trained.</param>
/// <param name="Teacher">In its teacher.</param>
public readonly record struct HiddenPair(string Student, string Teacher);
