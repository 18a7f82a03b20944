using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Runtime;
using Fulcrum.Training.Optimisers;
using Fulcrum.Zoo;

namespace Fulcrum.Training.Tests;

public sealed class GradientObserverTests
{
    [Fact]
    public void Run_OneBatch_SeesTheGradientThatAStepWouldTake()
    {
        Model model = ZooCatalog.Create("mnist-mlp6", 1);
        DatasetSplit batch = Samples(64);
        var runner = new OnnxRuntimeRunner(1);
        WeightGradients seen = new GradientObserver(runner).Run(model, batch, ["fc3.weight", "fc6.weight"], batches: 1, batchSize: 64, seed: 1)["fc3.weight"];
        Model stepped = new Trainer(runner).Train(model, batch, new TrainingOptions
        {
            Epochs = 1, BatchSize = 64, LearningRate = 1, Schedule = Schedule.Constant, Optimiser = new Sgd { Momentum = 0 }, Trainable = ["fc3.weight"],
        }).Model;
        (float[] before, float[] after) = (Weight(model), Weight(stepped));
        double largest = seen.Average.Max(g => Math.Abs((double)g));
        Assert.True(largest > 0);
        for (int i = 0; i < before.Length; i++)
        {
            double gradient = (double)before[i] - after[i];
            Assert.Equal(0.1 * gradient, seen.Average[i], 0.01 * largest);
            Assert.Equal(100 * (double)seen.Average[i] * seen.Average[i] * before[i] * before[i], seen.Squares[i], 1e-3 * Math.Max(1e-12, seen.Squares[i]));
        }
    }

    [Fact]
    public void Run_FewSamples_TakesWhatIsThere() => Assert.Equal(
        64 * 32, new GradientObserver(new OnnxRuntimeRunner(1)).Run(ZooCatalog.Create("mnist-mlp6", 1), Samples(8), ["fc5.weight"], batches: 100, batchSize: 4, seed: 1)["fc5.weight"].Squares.Length);

    private static float[] Weight(Model model) => model.Graph.Initializers.Single(t => t.Name == "fc3.weight").Values<float>().ToArray();

    private static DatasetSplit Samples(int count)
    {
        var random = new Random(2);
        byte[] pixels = new byte[count * 784];
        random.NextBytes(pixels);
        return new DatasetSplit("made", 784, pixels, [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
    }
}
