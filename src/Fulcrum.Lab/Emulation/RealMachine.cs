using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Lab.Emulation;

/// <summary>A tier that was a machine of its own.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Version">Of this program there; null where it was served already.</param>
/// <param name="Facts">What `doctor` says there; null where it was served already.</param>
public sealed record RealMachine(string Tier, string? Version, MachineFacts? Facts);
