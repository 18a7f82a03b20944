using Fulcrum.Graphs;

namespace Fulcrum.Training.Optimisers;

/// <summary>Clipping by the global norm (Pascanu et al. 2013): every gradient times min(1, limit / norm), where norm is over all of them.</summary>
internal static class GradientClipping
{
    public static IReadOnlyDictionary<string, string> Apply(GraphBuilder builder, IReadOnlyDictionary<string, string> gradients, double? limit)
    {
        if (limit is not double most)
            return gradients;
        string[] squares = [.. gradients.Values.Select(g => builder.Emit("ReduceSumSquare", [g], "clip/square", NodeAttribute.Of("keepdims", 0)))];
        string norm = builder.Emit("Sqrt", [builder.Emit("Sum", squares, "clip/sum")], "clip/norm");
        string bound = builder.Constant(Tensor.Scalar(builder.Unique("clip/limit"), (float)most));
        string factor = builder.Emit("Div", [bound, builder.Emit("Max", [norm, bound], "clip/largest")], "clip/factor");
        return gradients.ToDictionary(g => g.Key, g => builder.Emit("Mul", [g.Value, factor], $"clip/{g.Key}"));
    }
}
