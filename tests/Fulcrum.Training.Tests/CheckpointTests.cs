using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Training.Augmentations;
using Fulcrum.Training.Losses;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Training.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-checkpoint-").FullName;

    // 152 samples in batches of 8: 19 steps a pass, 76 in all.
    private static readonly DatasetSplit Data = TrainingNets.Rows(152);
    private static readonly TrainingOptions Options = TrainingNets.Options with { Augmentation = new CropAndFlip(1, 6, 6) { Shift = 1 }, WarmUp = 0.1, ClipNorm = 5, Ema = 0.9, UnitScale = true };

    private string File => Path.Combine(_folder, "run.checkpoint");

    [Theory]
    [InlineData(16, false)]
    [InlineData(19, true)]
    [InlineData(32, true)]
    [InlineData(64, false)]
    public void Train_CancelledAndResumed_GivesTheBytesOfAnUninterruptedRun(int steps, bool adam)
    {
        Model model = TrainingNets.Convolutional(dropout: 0.3f);
        TrainingOptions options = Options with { Optimiser = adam ? new Adam() : Options.Optimiser };
        TrainingResult whole = TrainingNets.Train(model, Data, options);
        Cancel(model, options, steps);
        TrainingResult resumed = new Trainer(TrainingNets.Runner).Train(model, Data, options, checkpoint: File);
        Assert.Equal(OnnxFile.Serialize(whole.Model), OnnxFile.Serialize(resumed.Model));
        Assert.Equal(whole.Epochs.Select(e => e.Loss), resumed.Epochs.Select(e => e.Loss));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Train_CancelledTwice_StillGivesTheSame()
    {
        Model model = TrainingNets.Convolutional(dropout: 0.3f);
        Cancel(model, Options, 16);
        Cancel(model, Options, 48);
        TrainingResult resumed = new Trainer(TrainingNets.Runner).Train(model, Data, Options, checkpoint: File);
        Assert.Equal(OnnxFile.Serialize(TrainingNets.Train(model, Data, Options).Model), OnnxFile.Serialize(resumed.Model));
    }

    public static TheoryData<string> Others => ["seed", "rate", "model", "constant", "attribute", "labels", "pixels", "loss", "schedule"];

    [Theory]
    [MemberData(nameof(Others))]
    public void Train_CheckpointOfAnotherRun_IsRefused(string other)
    {
        Model model = TrainingNets.Convolutional();
        TrainingOptions options = Options with { Trainable = ["w", "bias"] };
        Cancel(model, options, 16);
        byte[] pixels = [.. Enumerable.Range(0, Data.Count).SelectMany(i => Data.Stored(i).ToArray())];
        int[] labels = Data.Labels.ToArray();
        (pixels[^40], labels[^2]) = other switch { "pixels" => ((byte)(pixels[^40] ^ 1), labels[^2]), "labels" => (pixels[^40], 1 - Math.Min(1, labels[^2])), _ => (pixels[^40], labels[^2]) };
        var data = new DatasetSplit(Data.Name, 36, pixels, labels);
        (Model Model, TrainingOptions Options) changed = other switch
        {
            "seed" => (model, options with { Seed = 2 }),
            "rate" => (model, options with { LearningRate = 0.06 }),
            "schedule" => (model, options with { Schedule = Schedule.Linear }),
            "model" => (TrainingNets.With(model, "w", [.. TrainingNets.Values(model, "w").Select(v => -v)]), options),
            "constant" => (TrainingNets.With(model, "conv", [.. TrainingNets.Values(model, "conv").Select(v => -v)]), options),
            "attribute" => (model with { Graph = model.Graph with { Nodes = [.. model.Graph.Nodes.Select(n => n.OpType == "BatchNormalization" ? n with { Attributes = [NodeAttribute.Of("epsilon", 0.1f)] } : n)] } }, options),
            "loss" => (model, options with { Loss = new WeightedSum((0.5, new SoftmaxCrossEntropy())) }),
            _ => (model, options),
        };
        Assert.Equal("checkpoint-other-run", Refused(changed.Model, data, changed.Options));
        Assert.True(System.IO.File.Exists(File));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(-1)]
    public void Train_TruncatedCheckpoint_IsRefused(int length)
    {
        Model model = TrainingNets.Convolutional();
        Cancel(model, Options, 16);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, length < 0 ? bytes[..^1] : bytes[..length]);
        Assert.Equal("checkpoint-unreadable", Refused(model, Data, Options));
    }

    [Theory]
    [InlineData("\"steps\":16", "\"steps\":99", "checkpoint-other-run")]
    [InlineData("\"steps\":16", "\"steps\":-6", "checkpoint-other-run")]
    [InlineData("\"sizes\":[", "\"sizez\":[", "checkpoint-unreadable")]
    [InlineData("\"sizes\":[144", "\"sizes\":[-44", "checkpoint-unreadable")]
    [InlineData("\"epochs\":", "\"epochz\":", "checkpoint-unreadable")]
    public void Train_DamagedHeader_IsRefused(string from, string to, string code)
    {
        Model model = TrainingNets.Convolutional();
        Cancel(model, Options, 16);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        int at = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(from));
        Assert.True(at > 0, System.Text.Encoding.UTF8.GetString(bytes.AsSpan(4, 400)));
        System.Text.Encoding.UTF8.GetBytes(to).CopyTo(bytes, at);
        System.IO.File.WriteAllBytes(File, bytes);
        Assert.Equal(code, Refused(model, Data, Options));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Refused(Model model, DatasetSplit data, TrainingOptions options) =>
        Assert.Single(Assert.Throws<InputException>(() => new Trainer(TrainingNets.Runner).Train(model, data, options, checkpoint: File)).Problems).Code;

    private void Cancel(Model model, TrainingOptions options, int steps)
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new Trainer(TrainingNets.Runner).Train(model, Data, options, new After(steps, source), File, source.Token));
        Assert.True(System.IO.File.Exists(File));
    }

    private sealed class After(int steps, CancellationTokenSource source) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (value.Done >= steps)
                source.Cancel();
        }
    }
}
