using Fulcrum.Graphs;
using Fulcrum.Operators.Sptq;
using Fulcrum.Ops;
using Fulcrum.Training;

namespace Fulcrum.Operators.Qat;

/// <summary>
/// Writes the float graph that computes as the quantized one will: FakeQuantize in the place of each pair that <see cref="QdqWriter"/> writes and of each stored
/// weight and bias; the steps of a bias are those of its products and learn nothing by it. Constants that are no weights stand in the graph as they will be stored and are not trained.
/// </summary>
/// <param name="plan">What is quantized to what.</param>
/// <param name="relative">
/// Whether steps are learned as multiples of about their first value, as adam wants it, whose moves do not depend on sizes; otherwise those of weights in units of
/// their weights as they are trained and those of activations in units of a quarter of their range, for which Esser et al. made their gain.
/// </param>
internal sealed class FakeQuantizedWriter(SptqPlan plan, bool relative) : QdqWriter(plan.Model, plan.Map, plan.Grids, plan.Weights.Grids, plan.Options)
{
    /// <summary>Levels of an activation grid above its zero, at most.</summary>
    private const int Levels = 255;

    /// <summary>Standard deviations that the range of an activation takes up, about.</summary>
    private const double Deviations = 4;

    private readonly Dictionary<string, int> _bits = plan.Sites.ToDictionary(s => s.Weight.Name, s => s.Precision.Bits);
    private readonly Dictionary<string, (string Scale, string Zero)> _groups = [];
    private readonly Dictionary<string, string> _weightScales = [];
    private readonly HashSet<string> _fixed = [];
    private string? _weightZero;

    /// <summary>Learned steps of activations, by group.</summary>
    public Dictionary<string, LearnedScale> Activations { get; } = [];

    /// <summary>Learned steps of weights, by the weight's name.</summary>
    public Dictionary<string, LearnedScale> Weights { get; } = [];

    /// <summary>The initializers to train in a model that was written.</summary>
    public IReadOnlyCollection<string> Trainable(Model written) =>
        [.. TrainingOptions.TrainableOf(written).Concat(Activations.Values.Concat(Weights.Values).Select(s => s.Name)).Distinct().Where(n => !_fixed.Contains(n))];

    public override Model Write() => FakeQuantizeFunction.AddTo(base.Write());

    private protected override void WritePair(string value, string name, string stem)
    {
        string group = plan.Map.GroupOf(stem);
        if (!_groups.TryGetValue(group, out (string Scale, string Zero) grid))
        {
            ActivationGrid known = plan.Grids[group];
            float factor = LearnedScale.PowerNear(relative ? known.Scale : known.Scale * Levels / Deviations);
            LearnedScale learned = Activations[group] = new LearnedScale(Builder.Unique($"{group}/step"), factor);
            grid = _groups[group] = (Step(learned, group, [], [known.Scale]), Fixed(Tensor.Scalar(Builder.Unique($"{group}/zero"), (float)known.Zero)));
        }

        Builder.Add(FakeQuantizeFunction.Call(value, grid.Scale, grid.Zero, name, 0, Levels, Gain(SampleElements(stem), Levels)));
    }

    private protected override string WriteWeight(Tensor weight, WeightGrid grid)
    {
        if (!_bits.TryGetValue(weight.Name, out int bits) || !plan.Weights.Grids.TryGetValue(weight.Name, out WeightGrid? known) || !ReferenceEquals(known, grid))
            return Fixed(Tensor.From<float>(Builder.Unique($"{weight.Name}/dequantized"), weight.Shape, grid.Dequantized()));
        float factor = relative ? LearnedScale.PowerNear(grid.Scales.Average(s => (double)s)) : TrainingOptions.UnitFactor(weight);
        LearnedScale learned = Weights[weight.Name] = new LearnedScale(Builder.Unique($"{weight.Name}/step"), factor);
        string step = Step(learned, weight.Name, grid.Axis is null ? [] : [grid.Scales.Length], grid.Scales);
        _weightScales[weight.Name] = step;
        if (grid.Axis is int axis)
        {
            long[] shape = [.. weight.Shape.Select((size, i) => i == axis ? size : 1)];
            step = Builder.Emit("Reshape", [step, Builder.Constant(Tensor.From<long>(Builder.Unique($"{weight.Name}/step_shape"), [shape.Length], shape))], $"{weight.Name}/step_along");
        }

        _weightZero ??= Fixed(Tensor.Scalar(Builder.Unique("weights/zero"), 0f));
        string output = Builder.Unique($"{weight.Name}/dequantized");
        Builder.Add(FakeQuantizeFunction.Call(weight.Name, step, _weightZero, output, WeightGrid.Smallest(bits), WeightGrid.Largest(bits), Gain((double)weight.ElementCount / grid.Scales.Length, WeightGrid.Largest(bits))));
        return output;
    }

    private protected override string Bias(Node node, Tensor bias)
    {
        if (!_weightScales.TryGetValue(node.Inputs[1], out string? weight) || (plan.Weights.Grids[node.Inputs[1]].Scales.Length is > 1 and var channels && channels != bias.ElementCount))
            return bias.Name;
        string input = _groups[plan.Map.GroupOf(node.Inputs[0])].Scale;
        string product = Builder.Emit("Mul", [input, weight], $"{bias.Name}/scale");
        if (node.Float("alpha", 1) is not 1 and var alpha)
            product = Builder.Emit("Mul", [product, Fixed(Tensor.Scalar(Builder.Unique($"{bias.Name}/alpha"), alpha))], $"{bias.Name}/scale");
        string output = Builder.Unique($"{bias.Name}/dequantized");
        Builder.Add(FakeQuantizeFunction.Call(bias.Name, product, _weightZero!, output, int.MinValue, int.MaxValue, gain: 0));
        return output;
    }

    /// <summary>1 / sqrt(n q), n values per step, q the largest of the grid (Esser et al. 2020).</summary>
    private static float Gain(double values, int largest) => (float)(1 / Math.Sqrt(values * largest));

    private double SampleElements(string value) => Types.Tensor(value)?.Shape is { } shape ? shape.Skip(1).Aggregate(1.0, (n, d) => n * (d.Size ?? 1)) : 1;

    private string Step(LearnedScale learned, string stem, long[] shape, float[] scales)
    {
        Builder.Constant(Tensor.From<float>(learned.Name, shape, [.. scales.Select(s => s / learned.Factor)]));
        string size = Builder.Emit("Abs", [learned.Name], $"{stem}/step_size");
        return Builder.Emit("Mul", [size, Fixed(Tensor.Scalar(Builder.Unique($"{stem}/step_unit"), learned.Factor))], $"{stem}/scale");
    }

    private string Fixed(Tensor constant)
    {
        _fixed.Add(constant.Name);
        return Builder.Constant(constant);
    }
}
