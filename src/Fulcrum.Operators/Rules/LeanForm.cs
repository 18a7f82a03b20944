using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Rules;

/// <summary>The form of which smaller models are made: with the same values, in ops that runtimes are quick at.</summary>
public static class LeanForm
{
    /// <summary>Brings a model into it.</summary>
    public static Model Of(Model model)
    {
        Model changed = RuleDriver.Apply(model, new StridedShortcutRule(TypeInference.Infer(model))).Model;
        return Subgraph.Extract(changed, model.Graph.Inputs, model.Graph.Outputs);
    }
}
