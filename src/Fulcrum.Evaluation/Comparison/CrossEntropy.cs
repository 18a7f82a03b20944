using Fulcrum.Problems;

namespace Fulcrum.Evaluation.Comparison;

/// <summary>The mean of -ln p(label), in nats.</summary>
/// <param name="probabilities">Whether outputs are probabilities; otherwise p is their softmax.</param>
internal sealed class CrossEntropy(bool probabilities)
{
    private const double Least = 1e-12;
    private double _sum;
    private int _count;

    /// <summary>The mean so far.</summary>
    public double Mean => _sum / Math.Max(1, _count);

    /// <summary>Adds samples.</summary>
    /// <exception cref="InputException"><c>output-shape</c>: a label has no output.</exception>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels)
    {
        int classes = outputs.Length / labels.Length;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] >= classes)
                throw new InputException("output-shape", "labels", $"A label is {labels[i]}, the model has {classes} outputs for a sample.", "Use data of the model's classes.");
            ReadOnlySpan<float> sample = outputs.Slice(i * classes, classes);
            _sum += probabilities ? -Math.Log(Math.Max(sample[labels[i]], Least)) : LogSum(sample) - sample[labels[i]];
            _count++;
        }
    }

    private static double LogSum(ReadOnlySpan<float> values)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (float value in values)
            largest = Math.Max(largest, value);
        foreach (float value in values)
            sum += Math.Exp(value - largest);
        return largest + Math.Log(sum);
    }
}
