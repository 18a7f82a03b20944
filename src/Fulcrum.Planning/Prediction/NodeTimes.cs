using Fulcrum.Planning.Profiles;

namespace Fulcrum.Planning.Prediction;

/// <summary>The time of a whole model, shared out to its nodes.</summary>
internal static class NodeTimes
{
    /// <summary>
    /// Milliseconds by node. What the kernels of nodes do not account for (the executor, changes of layout) is shared equally by the nodes with kernels; where they account for too much,
    /// because a profiled run is slower, all shrink. So the nodes add up to the whole.
    /// </summary>
    public static IReadOnlyDictionary<int, double> Of(ModelProfile model)
    {
        double kernels = model.Nodes.Sum(n => n.Ms), left = model.Whole.MedianMs - kernels;
        int ran = model.Nodes.Count(n => n.Kernel is not null);
        double Share(NodeProfile n) => left < 0 ? n.Ms * model.Whole.MedianMs / kernels : n.Ms + (n.Kernel is null ? 0 : left / ran);
        return model.Nodes.ToDictionary(n => n.Index, Share);
    }
}
