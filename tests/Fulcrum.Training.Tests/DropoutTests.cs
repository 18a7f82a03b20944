using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Training.Steps;

namespace Fulcrum.Training.Tests;

public sealed class DropoutTests
{
    private static readonly DatasetSplit Data = TrainingNets.Rows();

    [Fact]
    public void Step_RateZero_DropsOthersEachTime()
    {
        TrainingOptions options = TrainingNets.Options with { FreezeStatistics = true };
        float[] Losses(float dropout)
        {
            using var session = new StepSession(TrainingNets.Runner, StepGraphBuilder.Build(TrainingNets.Convolutional(dropout), 36, options), Data, options);
            return [.. Enumerable.Range(1, 5).Select(i => session.Step([.. Enumerable.Range(0, 8)], 0, i))];
        }

        Assert.Equal(5, Losses(0.5f).Distinct().Count());
        Assert.Single(Losses(0).Distinct());
        Assert.Equal(Losses(0.5f), Losses(0.5f));
    }

    [Fact]
    public void Train_SameSeed_GivesTheSameWeightsAndOtherSeedsOthers()
    {
        float[] Weights(int seed) => TrainingNets.Values(TrainingNets.Train(TrainingNets.Convolutional(0.4f), Data, TrainingNets.Options with { Seed = seed }).Model, "w");
        Assert.Equal(Weights(7), Weights(7));
        Assert.NotEqual(Weights(7), Weights(8));
        Assert.NotEqual(Weights(int.MaxValue), Weights(int.MinValue));
    }

    [Fact]
    public void Train_ModelGivenBack_HasItsDropoutOff()
    {
        Model model = TrainingNets.Convolutional(0.5f);
        Model trained = TrainingNets.Train(model, Data, TrainingNets.Options).Model;
        Assert.Equal(model.Graph.Nodes, trained.Graph.Nodes);
        Node dropout = trained.Graph.Nodes.Single(n => n.OpType == "Dropout");
        Model without = trained with { Graph = trained.Graph with { Nodes = [.. trained.Graph.Nodes.Select(n => n == dropout ? new Node("Identity", [n.Inputs[0]], n.Outputs) : n)] } };
        Assert.Equal(Outputs(without), Outputs(trained));
        Assert.InRange(new ModelEvaluator(TrainingNets.Runner).Top1(trained, TrainingNets.Rows(seed: 6)).Value, 0.9, 1);
    }

    private static float[] Outputs(Model model)
    {
        float[] x = new float[4 * 36];
        Data.CopySamples(0, x);
        using Runtime.OnnxRuntimeModel loaded = TrainingNets.Runner.Load(model);
        return loaded.Run([Tensor.From<float>("x", [4, 1, 6, 6], x)])[0].Values<float>().ToArray();
    }
}
