using Fulcrum.Graphs;

namespace Fulcrum.Training;

/// <summary>What training gave.</summary>
/// <param name="Model">The model with its trained weights; names and graph as before.</param>
/// <param name="Epochs">One entry per pass.</param>
public sealed record TrainingResult(Model Model, IReadOnlyList<EpochResult> Epochs);

/// <summary>One pass over the training samples.</summary>
/// <param name="Loss">Mean loss of its steps.</param>
/// <param name="Seconds">Wall-clock time.</param>
public sealed record EpochResult(double Loss, double Seconds);
