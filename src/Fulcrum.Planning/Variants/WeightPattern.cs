namespace Fulcrum.Planning.Variants;

/// <summary>One coding of all weights of a variant: which width each has when a tier must fetch it.</summary>
/// <param name="Name">Unique in the variant: <c>float32</c>, <c>w4</c>, <c>0.25 points</c>.</param>
/// <param name="Weights">The choice for each weight, by its name.</param>
public sealed record WeightPattern(string Name, IReadOnlyDictionary<string, WeightChoice> Weights);

/// <summary>One width of one weight tensor.</summary>
/// <param name="Bits">The width; 32 is float.</param>
/// <param name="Bytes">Bytes of its coded form on the wire.</param>
/// <param name="DropPoints">Predicted loss of accuracy in points; losses of several weights add up.</param>
/// <param name="ResidentBytes">Bytes in memory once decoded.</param>
public readonly record struct WeightChoice(int Bits, double Bytes, double DropPoints, double ResidentBytes);
