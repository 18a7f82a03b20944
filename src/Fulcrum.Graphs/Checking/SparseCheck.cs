namespace Fulcrum.Graphs.Checking;

/// <summary>The form of sparse tensors: as many positions as elements, in a whole that has a size.</summary>
internal static class SparseCheck
{
    public static void Check(SparseTensor tensor, ProblemCollector problems)
    {
        long stored = tensor.Values.Shape is [long count] ? count : -1;
        if (stored < 0 || tensor.Values.Element.BitWidth() == 0)
            problems.Add("sparse-values", tensor.Name, "The stored elements of a sparse tensor are no list of numbers.", "Export the model again.");
        else if (tensor.Indices.Element != ElementType.Int64 || !(tensor.Indices.Shape is [long n] ? n == stored : tensor.Indices.Shape is [long rows, long rank] && rows == stored && rank == tensor.Shape.Count))
            problems.Add("sparse-indices", tensor.Name, $"The positions of the {stored} stored elements are no list and no table of 64-bit integers.", "Export the model again.");
        if (tensor.Shape.Any(size => size < 0) || Size(tensor.Shape) is not decimal size || size < stored)
            problems.Add("sparse-shape", tensor.Name, $"A tensor of [{string.Join(',', tensor.Shape.Take(16))}] cannot hold {stored} stored elements.", "Export the model again.");
    }

    /// <summary>How many elements there are; null when that does not fit in 63 bits.</summary>
    private static decimal? Size(IReadOnlyList<long> shape)
    {
        decimal product = 1;
        foreach (long size in shape)
        {
            product *= size;
            if (product > long.MaxValue)
                return null;
        }

        return product;
    }
}
