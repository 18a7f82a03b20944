using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Rules;

/// <summary>The form of which smaller models are made: with the same values, in ops that runtimes are quick at.</summary>
public static class LeanForm
{
    /// <summary>Brings a model into it.</summary>
    /// <returns>The model, and what was done, to follow other notes; empty where nothing was.</returns>
    public static (Model Model, string Note) Of(Model model)
    {
        (Model changed, IReadOnlyList<RuleRecord> records) = RuleDriver.Apply(model, new StridedShortcutRule(TypeInference.Infer(model)));
        return records.Count == 0 ? (model, "") : (Subgraph.Extract(changed, model.Graph.Inputs, model.Graph.Outputs), $", {records.Count} shortcuts written as convolutions");
    }
}
