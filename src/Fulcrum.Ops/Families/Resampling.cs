namespace Fulcrum.Ops.Families;

/// <summary>Which input elements an output element of Resize takes, along one axis.</summary>
/// <param name="Mode">nearest or linear.</param>
/// <param name="Coordinates">How positions correspond.</param>
/// <param name="Rounding">Which neighbour is the nearest.</param>
internal sealed record Resampling(string Mode, string Coordinates, string Rounding)
{
    private static readonly HashSet<string> Known = ["half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric", "half_pixel_symmetric", "tf_half_pixel_for_nn"];

    /// <summary>The map along one axis.</summary>
    /// <exception cref="NotSupportedException">The mode or the coordinates are none of those known here.</exception>
    public AxisMap Along(int axis, long input, long output, float scale)
    {
        if (!Known.Contains(Coordinates))
            throw new NotSupportedException($"Resize with coordinate_transformation_mode {Coordinates} has no gradient here.");
        if (Mode == "nearest")
            return AxisMap.Selecting(axis, input, [.. Enumerable.Range(0, (int)output).Select(i => Math.Clamp(Round(Position(i, input, output, scale)), 0, input - 1))]);
        if (Mode is not ("linear" or "bilinear" or "trilinear"))
            throw new NotSupportedException($"Resize with mode {Mode} has no gradient here.");
        var weights = new double[output, input];
        for (int i = 0; i < output; i++)
        {
            double position = Math.Clamp(Position(i, input, output, scale), 0, input - 1);
            long below = Math.Min((long)position, input - 1), above = Math.Min(below + 1, input - 1);
            weights[i, below] += 1 - (position - below);
            weights[i, above] += position - below;
        }

        return new AxisMap(axis, weights);
    }

    /// <summary>Where an output element lies in the input, in single precision as runtimes compute it.</summary>
    private float Position(int i, long input, long output, float scale) => scale == 1 ? i : Coordinates switch
    {
        "asymmetric" => i / scale,
        "align_corners" => output == 1 ? 0 : (float)i * (input - 1) / (output - 1),
        "pytorch_half_pixel" when output <= 1 => 0,
        "tf_half_pixel_for_nn" => (i + 0.5f) / scale,
        "half_pixel_symmetric" => (input / 2f * (1 - (output / (scale * input)))) + ((i + 0.5f) / scale) - 0.5f,
        _ => ((i + 0.5f) / scale) - 0.5f,
    };

    private long Round(float position) => (long)(Rounding switch
    {
        "floor" => MathF.Floor(position),
        "ceil" => MathF.Ceiling(position),
        "round_prefer_ceil" => MathF.Floor(position + 0.5f),
        _ => MathF.Ceiling(position - 0.5f),
    });
}
