using Fulcrum.Graphs;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Fusion;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Qat;

/// <summary>Quantization-aware training as a step of a composition.</summary>
/// <param name="options">What is quantized, and how it is trained.</param>
public sealed class QatStep(QatOptions options) : IDeploymentOperator
{
    private static readonly HashSet<string> Stored = ["QuantizeLinear", "DequantizeLinear"];

    /// <inheritdoc/>
    public string Name => "qat";

    /// <inheritdoc/>
    public bool ChangesOutputs => true;

    /// <inheritdoc/>
    public Artefact Apply(Artefact input, OperatorContext context)
    {
        Model model = input.NeededWhole(Name, "A model in parts cannot be trained: a part sees no loss.");
        if (input.Fusion is not null || model.Graph.Nodes.Any(n => Stored.Contains(n.OpType)))
            throw new InputException("operator-order", Name, "The model is quantized already: weights on a grid have lost what training starts from.", "Write qat in the place of sptq: it starts from what sptq would do.");
        context.Needed(Name);
        QatResult result = new QatOperator(context).Apply(model, options);
        FusionReport fusion = new FusionInspector(context.Runner).Inspect(result.Model, context.Data!.Calibration);
        return input.With([result.Model], result.Notes.Append(fusion.Summary).Select(note => $"qat: {note}")) with { Fusion = fusion };
    }
}
