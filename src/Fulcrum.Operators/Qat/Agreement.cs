using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Qat;

/// <summary>How near the first outputs of two models are.</summary>
/// <param name="Share">Share of samples of which both give the same class, 0 to 1.</param>
/// <param name="Largest">The largest difference of an output.</param>
/// <param name="Samples">How many samples were compared.</param>
public sealed record Agreement(double Share, double Largest, int Samples)
{
    private const int BatchSize = 50, MostSamples = 1000;

    /// <summary>Runs two models on the first thousand samples of a split.</summary>
    /// <exception cref="InputException">The samples do not fit the models.</exception>
    public static Agreement Between(IModelRunner runner, Model first, Model second, DatasetSplit split, CancellationToken cancellation = default)
    {
        DatasetSplit samples = split.Take(MostSamples);
        using ILoadedModel a = runner.Load(first), b = runner.Load(second);
        var feeder = new SampleFeeder(a.Inputs, samples, BatchSize);
        (int same, int seen, double largest) = (0, 0, 0);
        foreach ((int start, int count) in feeder.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor x = feeder.Read(start, count);
            float[] one = a.Run([x])[0].Values<float>().ToArray(), other = b.Run([x])[0].Values<float>().ToArray();
            int classes = one.Length / count;
            for (int i = 0; i < count; i++)
            {
                same += Best(one.AsSpan(i * classes, classes)) == Best(other.AsSpan(i * classes, classes)) ? 1 : 0;
                seen++;
            }

            for (int i = 0; i < one.Length; i++)
                largest = Math.Max(largest, Math.Abs((double)one[i] - other[i]));
        }

        return new Agreement((double)same / seen, largest, seen);
    }

    private static int Best(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            best = values[i] > values[best] ? i : best;
        return best;
    }
}
