using Fulcrum.Cli.Results;
using Fulcrum.Graphs;
using Fulcrum.Operators.Exits;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Cli.Applying;

/// <summary>What exits.json says of a chain.</summary>
internal static class ExitsOutput
{
    public const string Name = "exits.json";

    public static ExitsFile Describe(ExitSegments chain)
    {
        ExitPlan plan = chain.Plan;
        return new ExitsFile(1, plan.Confidence == ExitConfidence.MaxSoftmax ? "max-softmax" : "entropy", plan.Final, plan.ExpectedMacs, [.. chain.Models.Select((m, i) => Segment(m, i + 1, plan))]);
    }

    private static ExitsSegment Segment(Model model, int number, ExitPlan plan)
    {
        string[] outputs = [.. model.Graph.Outputs.Select(o => o.Name)];
        ExitPoint? exit = plan.Points.FirstOrDefault(p => outputs.Contains(p.Output));
        return new ExitsSegment(
            $"segment-{number}.onnx", plan.Tiers.Count(first => first <= number), [.. model.Graph.Inputs.Select(i => i.Name)], outputs,
            exit?.MacsShare ?? (outputs.Contains(plan.Final) ? plan.WholeMacs : null), exit?.Output, exit?.Threshold);
    }
}
