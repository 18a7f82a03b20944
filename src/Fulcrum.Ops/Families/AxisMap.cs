namespace Fulcrum.Ops.Families;

/// <summary>Ops that are a linear map along each axis (resampling, averaging, padding by copies): their gradient is the transposed maps, as matrix products.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Weights">What each output element takes of each input element: [output, input].</param>
internal sealed record AxisMap(int Axis, double[,] Weights)
{
    /// <summary>A map of which each output takes one input.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="input">Its size before.</param>
    /// <param name="sources">For each output the input; one outside the axis gives nothing.</param>
    public static AxisMap Selecting(int axis, long input, IReadOnlyList<long> sources)
    {
        var weights = new double[sources.Count, input];
        for (int i = 0; i < sources.Count; i++)
        {
            if (sources[i] >= 0 && sources[i] < input)
                weights[i, sources[i]] = 1;
        }

        return new AxisMap(axis, weights);
    }

    /// <summary>The output gradient taken back through all maps; dX = Aᵀ dY along each axis.</summary>
    public static string Back(GradientScope scope, IEnumerable<AxisMap> maps)
    {
        long[] sizes = scope.SizesOf(scope.Node.Outputs[0]), target = scope.SizesOf(scope.Node.Inputs[0]);
        string gradient = scope.OutputGradient;
        bool reshaped = false;
        foreach (AxisMap map in maps.Where(m => !m.IsIdentity).OrderByDescending(m => m.Axis))
        {
            gradient = map.Back(scope, gradient, sizes);
            sizes[map.Axis] = target[map.Axis];
            reshaped = true;
        }

        return reshaped ? scope.Reshape(gradient, target) : scope.Emit("Identity", [gradient]);
    }

    private bool IsIdentity
    {
        get
        {
            if (Weights.GetLength(0) != Weights.GetLength(1))
                return false;
            for (int i = 0; i < Weights.GetLength(0); i++)
            {
                for (int j = 0; j < Weights.GetLength(1); j++)
                {
                    if (Weights[i, j] != (i == j ? 1 : 0))
                        return false;
                }
            }

            return true;
        }
    }

    private string Back(GradientScope scope, string gradient, long[] sizes)
    {
        (int outputs, int inputs) = (Weights.GetLength(0), Weights.GetLength(1));
        long before = Product(sizes[..Axis]), after = Product(sizes[(Axis + 1)..]);
        if (after == 1)
            return scope.Emit("MatMul", [scope.Reshape(gradient, before, outputs), scope.Constant("map", [outputs, inputs], [.. Weights.Cast<double>()])]);
        double[] transposed = [.. Enumerable.Range(0, inputs * outputs).Select(i => Weights[i % outputs, i / outputs])];
        return scope.Emit("MatMul", [scope.Constant("map", [inputs, outputs], transposed), scope.Reshape(gradient, before, outputs, after)]);
    }

    private static long Product(long[] sizes) => sizes.Aggregate(1L, (product, size) => product * size);
}
