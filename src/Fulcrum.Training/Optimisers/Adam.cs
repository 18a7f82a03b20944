using Fulcrum.Graphs;

namespace Fulcrum.Training.Optimisers;

/// <summary>
/// Adam (Kingma and Ba 2015) with bias correction and decoupled weight decay (AdamW), as PyTorch computes it:
/// p = (1 - rate decay) p - rate / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon).
/// </summary>
public sealed record Adam : Optimiser
{
    private const string StepSize = "optimiser/step_size", VarianceScale = "optimiser/variance_scale";

    /// <summary>Decay of the first moment. Default 0.9.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment. Default 0.999.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator. Default 1e-8.</summary>
    public double Epsilon { get; init; } = 1e-8;

    internal override IReadOnlyList<string> Scalars => [StepSize, VarianceScale, KeepScalar];

    internal override IReadOnlyList<string> States => ["mean", "variance"];

    internal override IReadOnlyList<float> ScalarValues(double learningRate, int step) =>
    [
        (float)(learningRate / (1 - Math.Pow(Beta1, step))),
        (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, step))),
        Keep(learningRate),
    ];

    internal override (string Parameter, IReadOnlyList<string> States) Emit(
        GraphBuilder builder, string parameter, string gradient, IReadOnlyList<string> states, bool decays)
    {
        string mean = Blend(builder, states[0], gradient, Beta1, $"{parameter}/mean");
        string square = builder.Emit("Mul", [gradient, gradient], $"{parameter}/square");
        string variance = Blend(builder, states[1], square, Beta2, $"{parameter}/variance");
        string root = builder.Emit("Mul", [builder.Emit("Sqrt", [variance], $"{parameter}/root"), VarianceScale], $"{parameter}/deviation");
        string denominator = builder.Emit("Add", [root, Constant(builder, "adam/epsilon", Epsilon)], $"{parameter}/denominator");
        string direction = builder.Emit("Div", [mean, denominator], $"{parameter}/direction");
        string move = builder.Emit("Mul", [direction, StepSize], $"{parameter}/move");
        return (builder.Emit("Sub", [Decayed(builder, parameter, decays), move], $"{parameter}/next"), [mean, variance]);
    }

    private static string Blend(GraphBuilder builder, string old, string fresh, double keep, string name)
    {
        string kept = builder.Emit("Mul", [old, Constant(builder, "adam/keep", keep)], $"{name}/kept");
        string added = builder.Emit("Mul", [fresh, Constant(builder, "adam/add", 1 - keep)], $"{name}/added");
        return builder.Emit("Add", [kept, added], name);
    }
}
