using Fulcrum.Graphs;

namespace Fulcrum.Training.Optimisers;

/// <summary>No update at all: keeps m = k m + (1 - k) g, and the sums over steps of (g w)² and of g², of each weight w and its gradient g.</summary>
internal sealed record Observation : Optimiser
{
    /// <summary>The name of the averaged gradient among the states.</summary>
    public const string Average = "average";

    /// <summary>The name of the sum of squares among the states.</summary>
    public const string Squares = "squares";

    /// <summary>The name of the sum of squared gradients among the states.</summary>
    public const string Powers = "powers";

    /// <summary>How much of the average is kept at each step. Default 0.9.</summary>
    public double Keeps { get; init; } = 0.9;

    internal override IReadOnlyList<string> Scalars => [];

    internal override IReadOnlyList<string> States => [Average, Squares, Powers];

    internal override IReadOnlyList<float> ScalarValues(double learningRate, int step) => [];

    internal override (string Parameter, IReadOnlyList<string> States) Emit(
        GraphBuilder builder, string parameter, string gradient, IReadOnlyList<string> states, bool decays)
    {
        string kept = builder.Emit("Mul", [states[0], Constant(builder, "observation/keep", Keeps)], $"{parameter}/average/kept");
        string added = builder.Emit("Mul", [gradient, Constant(builder, "observation/add", 1 - Keeps)], $"{parameter}/average/added");
        string product = builder.Emit("Mul", [gradient, parameter], $"{parameter}/product");
        string square = builder.Emit("Mul", [product, product], $"{parameter}/product/square");
        string power = builder.Emit("Mul", [gradient, gradient], $"{parameter}/gradient/square");
        return (builder.Emit("Identity", [parameter], $"{parameter}/next"),
        [
            builder.Emit("Add", [kept, added], $"{parameter}/average"),
            builder.Emit("Add", [states[1], square], $"{parameter}/squares"),
            builder.Emit("Add", [states[2], power], $"{parameter}/powers"),
        ]);
    }
}
