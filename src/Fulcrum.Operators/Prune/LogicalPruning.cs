using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Operators.Rules;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Prune;

/// <summary>
/// Sets weights to zero and leaves them where they stand, as the studies do: the file is as large and ONNX Runtime as slow as before; zeros help only codecs and
/// runtimes that know of them.
/// </summary>
/// <param name="options">How many, which and when.</param>
/// <param name="training">How the rest is trained.</param>
internal sealed class LogicalPruning(SparsityOptions options, FineTuneOptions training)
{
    /// <summary>The model with zeros, trained.</summary>
    /// <exception cref="InputException"><c>prune-nothing</c>; <c>operator-data</c> where scores need gradients.</exception>
    public (Model Model, string Note) Apply(Model model, OperatorContext context)
    {
        (model, _) = RuleDriver.Apply(model, new ConstantToInitializerRule());
        IReadOnlyList<PrunableWeight> weights = PrunableWeight.Of(model, options);
        if (weights.Count == 0)
            throw new InputException("prune-nothing", model.Graph.Name, "The model has no float weights that can become zero.", "Exclude less.");
        int rounds = options.Schedule == SparsitySchedule.Cubic ? Math.Max(1, training.Epochs - 1) : 1;
        Model current = model;
        for (int round = 1; round <= rounds; round++)
        {
            double left = 1 - ((double)round / rounds), sparsity = options.Sparsity * (1 - (left * left * left));
            IReadOnlyDictionary<string, Tensor> zeroed = Zeroed(current, weights, sparsity, context);
            int epochs = round < rounds ? 1 : training.Epochs - rounds + 1;
            Model trained = FineTuner.Run(Subgraph.ReplaceInitializers(current, zeroed), model, training with { Epochs = training.Epochs == 0 ? 0 : epochs }, context, checkpoint: $"prune-{round}");
            current = Subgraph.ReplaceInitializers(trained, KeepZeros(trained, zeroed));
        }

        return (current, Note(current, weights));
    }

    private IReadOnlyDictionary<string, Tensor> Zeroed(Model model, IReadOnlyList<PrunableWeight> weights, double sparsity, OperatorContext context)
    {
        Dictionary<string, Tensor> tensors = model.Graph.Initializers.ToDictionary(t => t.Name);
        IReadOnlyDictionary<string, double[]> scores = SparsityScores.Of(model, [.. weights.Select(w => w.Name)], options.Score, context);
        Dictionary<string, bool[]> zeros = options.Pattern.Of > 0
            ? weights.ToDictionary(w => w.Name, w => SparsityMasks.Blocks(tensors[w.Name].Shape, w.InputAxis, scores[w.Name], options.Pattern.Of, (int)Math.Round(sparsity * options.Pattern.Of)))
            : SparsityMasks.Global(scores, sparsity);
        return zeros.ToDictionary(z => z.Key, z => With(tensors[z.Key], z.Value));
    }

    /// <summary>Training keeps zeros only where a good part of a tensor is zero: the few of other tensors go back.</summary>
    private static Dictionary<string, Tensor> KeepZeros(Model trained, IReadOnlyDictionary<string, Tensor> zeroed) =>
        trained.Graph.Initializers.Where(t => zeroed.ContainsKey(t.Name)).ToDictionary(t => t.Name, t => With(t, [.. zeroed[t.Name].Values<float>().ToArray().Select(v => v == 0)]));

    private static Tensor With(Tensor tensor, bool[] zeros)
    {
        float[] values = tensor.Values<float>().ToArray();
        for (int i = 0; i < values.Length; i++)
            values[i] = zeros[i] ? 0 : values[i];
        return Tensor.From<float>(tensor.Name, tensor.Shape, values);
    }

    private string Note(Model model, IReadOnlyList<PrunableWeight> weights)
    {
        HashSet<string> names = [.. weights.Select(w => w.Name)];
        Tensor[] tensors = [.. model.Graph.Initializers.Where(t => names.Contains(t.Name))];
        long all = tensors.Sum(t => t.ElementCount), zeros = tensors.Sum(t => t.Values<float>().ToArray().LongCount(v => v == 0));
        return FormattableString.Invariant(
            $"prune: {zeros} of {all} weights of {tensors.Length} layers are zero ({100.0 * zeros / all:0.0} %, {options.Pattern}); the file is as large as before and ONNX Runtime no faster: zeros are computed like any number");
    }
}
