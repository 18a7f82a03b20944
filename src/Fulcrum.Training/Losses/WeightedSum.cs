namespace Fulcrum.Training.Losses;

/// <summary>Several losses of one forward model, each times its weight.</summary>
/// <param name="Parts">Weights and losses; one or more of them not 0.</param>
public sealed record WeightedSum(params IReadOnlyList<(double Weight, Loss Loss)> Parts) : Loss
{
    private IEnumerable<(double Weight, Loss Loss)> Counting => Parts.Where(p => p.Weight != 0);

    internal override bool NeedsLabels => Counting.Any(p => p.Loss.NeedsLabels);

    internal override long? Classes(IReadOnlyList<LossInput> outputs) => Counting.Min(p => p.Loss.Classes(outputs));

    internal override LossTerms Emit(LossScope scope) => scope.Weighted([.. Counting.Select(p => (p.Weight, p.Loss.Emit(scope)))]);
}
