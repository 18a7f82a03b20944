namespace Fulcrum.Evaluation.Comparison;

/// <summary>How far a variant's answers are from a reference's, added up over batches: logits about the mean of their sample, which Softmax does not see.</summary>
/// <param name="isProbability">Whether the outputs went through Softmax; their logarithms are compared then.</param>
public sealed class LogitDistance(bool isProbability)
{
    private const float Least = 1e-20f;
    private double _noise, _signal;
    private long _outputs;

    /// <summary>Mean square change of an output about the mean change of its sample.</summary>
    public double Noise => _noise / Math.Max(1, _outputs);

    /// <summary>Mean square of a reference output about the mean of its sample.</summary>
    public double Signal => _signal / Math.Max(1, _outputs);

    /// <summary>Noise over signal; 0 without samples.</summary>
    public double Relative => _signal > 0 ? _noise / _signal : 0;

    /// <summary>Adds samples.</summary>
    /// <param name="reference">The reference's outputs, class by class.</param>
    /// <param name="outputs">The variant's.</param>
    /// <param name="classes">Outputs of a sample.</param>
    public void Add(ReadOnlySpan<float> reference, ReadOnlySpan<float> outputs, int classes)
    {
        _outputs += reference.Length;
        for (int at = 0; at < reference.Length; at += classes)
        {
            (double mean, double level) = (0, 0);
            for (int c = at; c < at + classes; c++)
            {
                mean += (Logit(outputs[c]) - Logit(reference[c])) / classes;
                level += Logit(reference[c]) / classes;
            }

            (mean, level) = classes > 1 ? (mean, level) : (0, 0);
            for (int c = at; c < at + classes; c++)
            {
                _noise += Math.Pow(Logit(outputs[c]) - Logit(reference[c]) - mean, 2);
                _signal += Math.Pow(Logit(reference[c]) - level, 2);
            }
        }
    }

    private double Logit(float output) => isProbability ? Math.Log(Math.Max(output, Least)) : output;
}
