using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Ops;

/// <summary>Weights that are no numbers.</summary>
internal static class DataCheck
{
    public static IEnumerable<Problem> Check(Graph graph) => graph.Initializers.Where(t => t.Data is not null && !IsFinite(t))
        .Select(t => new Problem("tensor-not-finite", t.Name, "The weight has elements that are infinite or no number.", "Train or export the model again."));

    private static bool IsFinite(Tensor tensor) => tensor.Element switch
    {
        ElementType.Float => All<float>(tensor, float.IsFinite),
        ElementType.Double => All<double>(tensor, double.IsFinite),
        ElementType.Float16 => All<Half>(tensor, Half.IsFinite),
        _ => true,
    };

    private static bool All<T>(Tensor tensor, Func<T, bool> holds) where T : unmanaged
    {
        foreach (T value in tensor.Values<T>())
        {
            if (!holds(value))
                return false;
        }

        return true;
    }
}
