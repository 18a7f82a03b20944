using Fulcrum.Graphs;

namespace Fulcrum.Training.Steps;

/// <summary>A model as it runs while training: BatchNormalization by the batch's statistics, Dropout at work, both only behind something that is trained.</summary>
/// <param name="Model">The model.</param>
/// <param name="Statistics">For each running statistic, an initializer, the value that holds its next state.</param>
internal sealed record TrainingForm(Model Model, IReadOnlyDictionary<string, string> Statistics)
{
    /// <summary>The first opset whose BatchNormalization has a training mode of its own.</summary>
    private const long NormalizationOpset = 14;

    public static TrainingForm Of(Model model, IReadOnlyCollection<string> trainable, TrainingOptions options)
    {
        HashSet<string> active = [.. trainable], constants = [.. model.Graph.Initializers.Select(t => t.Name)];
        var builder = GraphBuilder.From(model.Graph);
        var statistics = new Dictionary<string, string>();
        bool lifted = false;
        Node[] nodes = [.. model.Graph.Nodes.Select(Switch)];
        return new TrainingForm(
            model with
            {
                Opsets = lifted ? [.. model.Opsets.Select(o => OpsetImport.Canonical(o.Domain).Length == 0 ? o with { Version = Math.Max(o.Version, NormalizationOpset) } : o)] : model.Opsets,
                Graph = builder.ToGraph() with { Nodes = nodes },
            },
            statistics);

        Node Switch(Node node, int position)
        {
            if (!GraphIndex.Reads(node).Any(active.Contains))
                return node;
            active.UnionWith(node.Outputs.Where(o => o.Length > 0));
            return OpsetImport.Canonical(node.Domain).Length > 0 ? node : node.OpType switch
            {
                "BatchNormalization" when !options.FreezeStatistics && trainable.Contains(node.Inputs[1]) && node.Inputs.Skip(3).All(constants.Contains) => Normalization(node),
                "Dropout" when node.Inputs.Count < 3 || node.Inputs[2].Length == 0 => Dropout(node, position),
                _ => node,
            };
        }

        Node Normalization(Node node)
        {
            lifted = true;
            string[] next = [builder.Unique($"{node.Inputs[3]}/next"), builder.Unique($"{node.Inputs[4]}/next")];
            (statistics[node.Inputs[3]], statistics[node.Inputs[4]]) = (next[0], next[1]);
            return node with { Outputs = [node.Outputs[0], .. next], Attributes = [.. node.Attributes.Where(a => a.Name != "training_mode"), NodeAttribute.Of("training_mode", 1)] };
        }

        Node Dropout(Node node, int position)
        {
            string ratio = node.Inputs.Count > 1 ? node.Inputs[1] : "";
            string training = builder.Constant(Tensor.From<bool>(builder.Unique($"{node.Outputs[0]}/training"), [], [true]));
            return node with { Inputs = [node.Inputs[0], ratio, training], Attributes = [.. node.Attributes.Where(a => a.Name != DropoutSeeds.Attribute), NodeAttribute.Of(DropoutSeeds.Attribute, DropoutSeeds.Of(options.Seed, position))] };
        }
    }
}
