using Fulcrum.Graphs;

namespace Fulcrum.Training.Optimisers;

/// <summary>An update rule, emitted as nodes of the step graph. Weight decay is decoupled and applies to tensors of rank 2 and more.</summary>
public abstract record Optimiser
{
    /// <summary>Decoupled weight decay per unit of learning rate. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Names of the scalar inputs that change from step to step.</summary>
    internal abstract IReadOnlyList<string> Scalars { get; }

    /// <summary>State tensors per parameter, each of the parameter's shape, starting at zero.</summary>
    internal abstract IReadOnlyList<string> States { get; }

    /// <summary>The values of <see cref="Scalars"/> at a step.</summary>
    /// <param name="learningRate">The scheduled learning rate.</param>
    /// <param name="step">Counted from 1.</param>
    internal abstract IReadOnlyList<float> ScalarValues(double learningRate, int step);

    /// <summary>Emits the update of one parameter.</summary>
    /// <param name="builder">The step graph.</param>
    /// <param name="parameter">The parameter's current value.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="states">The current state values, as <see cref="States"/> lists them.</param>
    /// <param name="decays">Whether weight decay applies.</param>
    /// <returns>The new value and the new states.</returns>
    internal abstract (string Parameter, IReadOnlyList<string> States) Emit(
        GraphBuilder builder, string parameter, string gradient, IReadOnlyList<string> states, bool decays);

    /// <summary>Multiplies a parameter by 1 - learning rate * decay, when decay applies.</summary>
    private protected string Decayed(GraphBuilder builder, string parameter, bool decays) =>
        decays && WeightDecay > 0 ? builder.Emit("Mul", [parameter, KeepScalar], $"{parameter}/decayed") : parameter;

    private protected const string KeepScalar = "optimiser/keep";

    private protected float Keep(double learningRate) => (float)(1 - (learningRate * WeightDecay));

    private protected static string Constant(GraphBuilder builder, string name, double value) =>
        builder.Constant(Tensor.Scalar(builder.Unique(name), (float)value));
}
