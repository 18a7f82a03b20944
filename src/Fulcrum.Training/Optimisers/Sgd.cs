using Fulcrum.Graphs;

namespace Fulcrum.Training.Optimisers;

/// <summary>Stochastic gradient descent with momentum, as PyTorch defines it: v = momentum v + g; p = (1 - rate decay) p - rate v.</summary>
public sealed record Sgd : Optimiser
{
    private const string Rate = "optimiser/rate";

    /// <summary>Momentum. Default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    internal override IReadOnlyList<string> Scalars => [Rate, KeepScalar];

    internal override IReadOnlyList<string> States => ["velocity"];

    internal override IReadOnlyList<float> ScalarValues(double learningRate, int step) => [(float)learningRate, Keep(learningRate)];

    internal override (string Parameter, IReadOnlyList<string> States) Emit(
        GraphBuilder builder, string parameter, string gradient, IReadOnlyList<string> states, bool decays)
    {
        string velocity = builder.Accumulate(gradient, states[0], (float)Momentum, $"{parameter}/velocity");
        string move = builder.Emit("Mul", [velocity, Rate], $"{parameter}/move");
        return (builder.Emit("Sub", [Decayed(builder, parameter, decays), move], $"{parameter}/next"), [velocity]);
    }
}
