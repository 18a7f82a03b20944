namespace Fulcrum.Planning.Deciding;

/// <summary>How much of the space up to a reference point a front rules: the larger, the better the front.</summary>
public static class Hypervolume
{
    /// <summary>The exact volume of what some point is no worse than in every objective, up to the reference; less is better in each objective.</summary>
    /// <param name="points">The front; points beyond the reference add nothing.</param>
    /// <param name="reference">The worst point that counts, stated with the result.</param>
    /// <exception cref="ArgumentException">There are not 1 to 3 objectives, or a point has another number of them.</exception>
    public static double Of(IReadOnlyList<double[]> points, double[] reference)
    {
        if (reference.Length is < 1 or > 3 || points.Any(p => p.Length != reference.Length))
            throw new ArgumentException("A front has 1 to 3 objectives, as many as its reference.", nameof(points));
        double[][] inside = [.. points.Where(p => p.Zip(reference, (v, r) => v < r).All(t => t))];
        return inside.Length == 0 ? 0 : Volume(inside, reference);
    }

    private static double Volume(double[][] points, double[] reference) => reference.Length switch
    {
        1 => reference[0] - points.Min(p => p[0]),
        2 => Area(points, reference[0], reference[1]),
        _ => Slabs(points, reference),
    };

    /// <summary>Slab by slab along the last objective: the area of all points that reach so low, times the slab's height.</summary>
    private static double Slabs(double[][] points, double[] reference)
    {
        double[] levels = [.. points.Select(p => p[2]).Distinct().Order(), reference[2]];
        double volume = 0;
        for (int i = 0; i + 1 < levels.Length; i++)
            volume += (levels[i + 1] - levels[i]) * Area([.. points.Where(p => p[2] <= levels[i])], reference[0], reference[1]);
        return volume;
    }

    private static double Area(double[][] points, double right, double top)
    {
        (double area, double lowest) = (0, top);
        foreach (double[] point in points.OrderBy(p => p[0]).ThenBy(p => p[1]).Where(p => p[1] < top))
        {
            if (point[1] >= lowest)
                continue;
            area += (right - point[0]) * (lowest - point[1]);
            lowest = point[1];
        }

        return area;
    }
}
