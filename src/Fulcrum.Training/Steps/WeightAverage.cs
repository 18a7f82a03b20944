using Fulcrum.Graphs;

namespace Fulcrum.Training.Steps;

/// <summary>
/// The exponential moving average of everything that is learnt, carried beside it: a = d a + (1 - d) w after each step, and a is what the model gets.
/// Early steps count less history, d = min(<see cref="TrainingOptions.Ema"/>, (1 + step) / (10 + step)), so that a short run is not mostly its beginning.
/// </summary>
internal static class WeightAverage
{
    /// <summary>The scalar inputs of the step graph, both set at every step: d and 1 - d.</summary>
    public static IReadOnlyList<string> Scalars { get; } = ["ema/keep", "ema/take"];

    /// <summary>Values of <see cref="Scalars"/>.</summary>
    /// <param name="decay">The largest d.</param>
    /// <param name="step">Counted from 1.</param>
    public static IReadOnlyList<float> ScalarValues(double decay, int step)
    {
        double keep = Math.Min(decay, (1.0 + step) / (10.0 + step));
        return [(float)keep, (float)(1 - keep)];
    }

    /// <summary>A slot as it was, which nobody learns from any more, and its average, which the model does.</summary>
    public static IEnumerable<StepSlot> Beside(GraphBuilder builder, StepSlot slot)
    {
        if (slot.Learns is null)
            return [slot];
        string name = $"{slot.Input}/ema";
        Dim[] shape = StepGraphBuilder.Shape(slot.Initial);
        string now = builder.Input($"{name}/now", ElementType.Float, shape);
        string next = builder.Emit("Add", [builder.Emit("Mul", [now, Scalars[0]], $"{name}/kept"), builder.Emit("Mul", [slot.Output, Scalars[1]], $"{name}/taken")], $"{name}/next");
        builder.Output(next, ElementType.Float, shape);
        return [slot with { Learns = null }, new StepSlot(now, next, slot.Initial with { Name = now }, slot.Learns, slot.Scale)];
    }
}
