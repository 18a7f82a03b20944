using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Training;
using Fulcrum.Training.Optimisers;

namespace Fulcrum.Operators.FineTuning;

/// <summary>BatchNormalization's running means and variances, measured again on training samples: after a change before them the old ones are wrong. No weight changes.</summary>
public static class RunningStatistics
{
    /// <summary>So many samples settle an average that keeps nine tenths per batch.</summary>
    private const int Samples = 8192;

    /// <summary>A rate at which no float moves.</summary>
    private const double NoRate = 1e-30;

    /// <summary>The model with its statistics measured again; the model itself when it has none.</summary>
    /// <exception cref="Problems.InputException">The model does not fit the data or cannot be run as in training.</exception>
    public static Model Refresh(Model model, OperatorContext context)
    {
        HashSet<string> learnt = [.. TrainingOptions.TrainableOf(model)];
        Node[] norms = [.. model.Graph.Nodes.Where(n => n.OpType == "BatchNormalization" && OpsetImport.Canonical(n.Domain).Length == 0 && n.Inputs.Count == 5 && learnt.Contains(n.Inputs[1]))];
        if (norms.Length == 0)
            return model;
        DatasetSplit train = context.Needed("statistics").Train.Take(Samples);
        var options = new TrainingOptions
        {
            Epochs = 1, BatchSize = Math.Min(128, train.Count), LearningRate = NoRate, Optimiser = new Sgd { Momentum = 0 }, Seed = context.Seed, Trainable = [.. norms.Select(n => n.Inputs[1]).Distinct()],
        };
        Model run = new Trainer(context.Runner).Train(model, train, options, context.Progress, cancellation: context.Cancellation).Model;
        HashSet<string> statistics = [.. norms.SelectMany(n => n.Inputs.Skip(3))];
        return Subgraph.ReplaceInitializers(model, run.Graph.Initializers.Where(t => statistics.Contains(t.Name)).ToDictionary(t => t.Name));
    }
}
