namespace Fulcrum.Training.Losses;

/// <summary>Several losses of one forward model, each times its weight.</summary>
/// <param name="Parts">Weights and losses; one or more.</param>
public sealed record WeightedSum(params IReadOnlyList<(double Weight, Loss Loss)> Parts) : Loss
{
    internal override bool NeedsLabels => Parts.Any(p => p.Loss.NeedsLabels);

    internal override long? Classes(IReadOnlyList<LossInput> outputs) => Parts.Min(p => p.Loss.Classes(outputs));

    internal override LossTerms Emit(LossScope scope) => scope.Weighted([.. Parts.Select(p => (p.Weight, p.Loss.Emit(scope)))]);
}
