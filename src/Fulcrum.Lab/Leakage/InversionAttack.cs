using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Evaluation.Leakage;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Training;
using Fulcrum.Training.Losses;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Lab.Leakage;

/// <summary>How well an attacker does.</summary>
/// <param name="Psnr">Mean peak signal-to-noise ratio in decibels.</param>
/// <param name="Ssim">Mean structural similarity; null where inputs are no images.</param>
internal sealed record Reconstruction(double Psnr, double? Ssim);

/// <summary>Trains a decoder behind the frozen head of a cut and judges what it makes of samples that it has not seen.</summary>
internal sealed class InversionAttack(IModelRunner runner, LeakageOptions options)
{
    private const int SmallestImage = 11;
    private const string Copy = "decoder/wanted";

    /// <summary>The attack; null where what crosses is of a form that no decoder is written for.</summary>
    public Reconstruction? Run(Model model, Cut cut, Dataset data, CancellationToken cancellation)
    {
        Model head = ModelSplitter.Split(model, cut)[0].Model;
        ValueInfo input = head.Graph.Inputs[0];
        if (input.Tensor is not { Element: ElementType.Float })
            return null;
        long[] sizes = new SampleFeeder([input], data.Train, 1).ShapeOf(1)[1..];
        var builder = GraphBuilder.From(head.Graph);
        builder.ClearOutputs();
        var decoder = new InversionDecoder(builder, new Random(options.Seed));
        if (decoder.Add(cut.Tensors[0], sizes) is not string made)
            return null;
        Dim[] shape = [.. input.Tensor.Shape!.Take(1), .. sizes.Select(s => (Dim)s)];
        builder.Output(made, ElementType.Float, shape);
        builder.Output(builder.Emit("Identity", [input.Name], Copy), ElementType.Float, shape);
        DatasetSplit train = data.Train.Take(options.AttackSamples);
        var training = new TrainingOptions
        {
            Epochs = options.AttackEpochs, BatchSize = Math.Min(32, train.Count), LearningRate = 2e-3, Optimiser = new Adam { WeightDecay = 0 }, Loss = new Matching(0, 1), ClipNorm = 1, Seed = options.Seed,
            Trainable = decoder.Weights,
        };
        Model trained = new Trainer(runner).Train(head with { Graph = builder.ToGraph() }, train, training, cancellation: cancellation).Model;
        return Judge(trained, data.Test.Take(options.JudgedSamples), Image(data, sizes), cancellation);
    }

    /// <summary>Planes, rows and columns of an image; null when samples are none. A flat sample of square length counts as one plane.</summary>
    private static (int Planes, int Rows, int Columns)? Image(Dataset data, long[] sizes)
    {
        long[] shape = sizes.Length == 3 ? sizes : data.SampleShape.Count == 3 ? [.. data.SampleShape] : [];
        int side = (int)Math.Sqrt(data.Train.SampleLength);
        if (shape.Length == 0 && side * side == data.Train.SampleLength)
            shape = [1, side, side];
        return shape is [var planes, >= SmallestImage, >= SmallestImage] ? ((int)planes, (int)shape[1], (int)shape[2]) : null;
    }

    private Reconstruction Judge(Model model, DatasetSplit samples, (int Planes, int Rows, int Columns)? image, CancellationToken cancellation)
    {
        using ILoadedModel loaded = runner.Load(model);
        var feeder = new SampleFeeder(loaded.Inputs, samples, 32);
        var pairs = new List<(float[] Made, float[] Wanted)>();
        foreach ((int start, int count) in feeder.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<Tensor> outputs = loaded.Run([feeder.Read(start, count)]);
            float[] made = outputs[0].Values<float>().ToArray(), wanted = outputs[1].Values<float>().ToArray();
            pairs.AddRange(made.Chunk(samples.SampleLength).Zip(wanted.Chunk(samples.SampleLength)));
        }

        double range = (double)pairs.Max(p => p.Wanted.Max()) - pairs.Min(p => p.Wanted.Min());
        double? ssim = image is not { } size ? null : pairs.Average(p => Enumerable.Range(0, size.Planes).Average(plane => ImageSimilarity.StructuralSimilarity(
            p.Made.AsSpan(plane * size.Rows * size.Columns, size.Rows * size.Columns), p.Wanted.AsSpan(plane * size.Rows * size.Columns, size.Rows * size.Columns), size.Columns, range)));
        return new Reconstruction(pairs.Average(p => ImageSimilarity.PeakSignalToNoise(p.Made, p.Wanted, range)), ssim);
    }
}
