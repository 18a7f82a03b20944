using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Rules;
using Fulcrum.Ops.Upgrades;
using Fulcrum.Training;
using Fulcrum.Training.Augmentations;
using Fulcrum.Training.Losses;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Operators.FineTuning;

/// <summary>Trains what an operator changed, on labels alone or beside a teacher in one step graph.</summary>
public static class FineTuner
{
    /// <summary>The share of steps over which the rate rises.</summary>
    public const double WarmUp = 0.05;

    private const string TeacherPrefix = "teacher/";

    /// <summary>Trains a classifier.</summary>
    /// <param name="model">One input, logits or probabilities [batch, classes] as its first output.</param>
    /// <param name="teacher">A model of the same input and classes whose soft targets join the loss; null: labels alone.</param>
    /// <param name="options">How.</param>
    /// <param name="context">Data, seed, progress.</param>
    /// <param name="trainable">Initializers to train; null: all.</param>
    /// <param name="checkpoint">A name for the checkpoint among the work files, unique within the operator.</param>
    /// <returns>The model with its trained weights.</returns>
    public static Model Run(Model model, Model? teacher, FineTuneOptions options, OperatorContext context, IReadOnlyCollection<string>? trainable = null, string checkpoint = "training")
    {
        if (options.Epochs == 0)
            return model;
        if (teacher is null || options.Teacher == 0)
            return Run(model, new SoftmaxCrossEntropy(), options, context, trainable, checkpoint);
        int teachers = model.Graph.Outputs.Count;
        var loss = new WeightedSum((1 - options.Teacher, new SoftmaxCrossEntropy()), (options.Teacher, new SoftTargets(0, teachers) { Temperature = options.Temperature }));
        return WithTeacher(model, teacher, joined => Run(joined, loss, options, context, trainable ?? TrainingOptions.TrainableOf(model), checkpoint));
    }

    /// <summary>Trains by any loss over the model's outputs.</summary>
    public static Model Run(Model model, Loss loss, FineTuneOptions options, OperatorContext context, IReadOnlyCollection<string>? trainable = null, string checkpoint = "training")
    {
        Dataset data = context.Needed("training");
        DatasetSplit train = data.Train.Take(options.Samples);
        bool adam = options.UsesAdam(train.Format.Type);
        var training = new TrainingOptions
        {
            Epochs = options.Epochs,
            BatchSize = Math.Min(options.BatchSize, train.Count),
            LearningRate = options.LearningRate ?? LearningRate(adam),
            WarmUp = WarmUp,
            Optimiser = adam ? new Adam { WeightDecay = options.WeightDecay ?? WeightDecay(adam) } : new Sgd { WeightDecay = options.WeightDecay ?? WeightDecay(adam) },
            ClipNorm = options.ClipNorm,
            Ema = options.Ema,
            Loss = loss,
            Augmentation = Augmentation(options.Augmentation, data),
            UnitScale = true,
            Seed = context.Seed,
            Trainable = trainable,
        };
        return new Trainer(context.Runner).Train(model, train, training, context.Progress, context.WorkFile(checkpoint), context.Cancellation).Model;
    }

    /// <summary>Does something to a model joined with its teacher, and takes the teacher away again.</summary>
    public static Model WithTeacher(Model model, Model teacher, Func<Model, Model> train)
    {
        Model trained = train(SideBySide.Join(model, teacher, TeacherPrefix));
        HashSet<string> own = [.. model.Graph.Initializers.Select(t => t.Name)];
        return Subgraph.ReplaceInitializers(model, trained.Graph.Initializers.Where(t => own.Contains(t.Name)).ToDictionary(t => t.Name));
    }

    /// <summary>A model whose weights are all initializers, in an opset that can be trained.</summary>
    public static Model Prepared(Model model) => RuleDriver.Apply(OpsetUpgrade.Lift(model), new ConstantToInitializerRule(), new IdentityRule()).Model;

    /// <summary>The highest rate for models that were trained before.</summary>
    public static double LearningRate(bool adam) => adam ? 3e-4 : 0.01;

    /// <summary>The decay for them.</summary>
    public static double WeightDecay(bool adam) => adam ? 0.01 : 0.005;

    /// <summary>The augmentation of a kind for data; null for none, and where samples are no images.</summary>
    public static Augmentation? Augmentation(AugmentationKind kind, Dataset data)
    {
        if (kind == AugmentationKind.Mix)
            return data.Train.Format.Type == SampleType.Int64 ? null : new Mixing(Augmentation(AugmentationKind.Auto, data));
        if (kind == AugmentationKind.None || data.Train.Format.Type == SampleType.Int64 || data.SampleShape.Count != 3)
            return null;
        int[] shape = [.. data.SampleShape.Select(d => checked((int)d))];
        bool last = shape[2] <= 4 && shape[0] > 4;
        (int channels, int height, int width) = last ? (shape[2], shape[0], shape[1]) : (shape[0], shape[1], shape[2]);
        if (kind == AugmentationKind.Auto && channels != 3)
            return null;
        return new CropAndFlip(channels, height, width) { Shift = Math.Max(1, height / 8), Flip = kind != AugmentationKind.Crop, ChannelsLast = last };
    }
}
