using Fulcrum.Graphs;

namespace Fulcrum.Training.Steps;

/// <summary>
/// Seeds of Dropout. ONNX Runtime's starts at the node's seed and adds one at each run, so a resumed run starts at the seed plus the steps that are done;
/// nodes lie far enough apart that no two see the same seed.
/// </summary>
internal static class DropoutSeeds
{
    public const string Attribute = "seed";

    private const long BetweenNodes = 15_485_863, BetweenSeeds = 982_451_653;

    public static long Of(int seed, int position) => (seed * BetweenSeeds) + (position * BetweenNodes);

    /// <summary>The step graph as it is after some steps.</summary>
    public static StepGraph After(StepGraph step, int steps) => steps == 0 ? step : step with
    {
        Model = step.Model with { Graph = step.Model.Graph with { Nodes = [.. step.Model.Graph.Nodes.Select(n => IsActive(n) ? Later(n, steps) : n)] } },
    };

    private static bool IsActive(Node node) => node.OpType == "Dropout" && node.Attribute(Attribute) is IntAttribute;

    private static Node Later(Node node, int steps) => node with
    {
        Attributes = [.. node.Attributes.Select(a => a.Name == Attribute ? NodeAttribute.Of(Attribute, ((IntAttribute)a.Value).Value + steps) : a)],
    };
}
