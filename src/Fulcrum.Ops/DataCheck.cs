using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Ops;

/// <summary>Weights that are no numbers.</summary>
internal static class DataCheck
{
    public static IEnumerable<Problem> Check(Graph graph) => graph.Initializers.Concat(graph.SparseInitializers.Select(t => t.Values)).Where(t => t.Data is not null && !IsFinite(t))
        .Select(t => new Problem("tensor-not-finite", t.Name, "The weight has elements that are infinite or no number.", "Train or export the model again."))
        .Concat(graph.SparseInitializers.Where(t => t.Indices.Data is not null && !AreInside(t)).Select(t => new Problem("sparse-indices", t.Name, "A stored element stands outside the tensor.", "Export the model again.")));

    private static bool AreInside(SparseTensor tensor)
    {
        ReadOnlySpan<long> indices = tensor.Indices.Values<long>();
        bool isTable = tensor.Indices.Shape.Count == 2;
        long size = isTable ? 0 : tensor.Shape.Aggregate(1L, (product, d) => checked(product * d));
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= (isTable ? tensor.Shape[i % tensor.Shape.Count] : size))
                return false;
        }

        return true;
    }

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
