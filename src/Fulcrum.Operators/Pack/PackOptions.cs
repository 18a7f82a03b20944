using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.Pack;

/// <summary>How small a model's weights become.</summary>
public sealed record PackOptions
{
    /// <summary>The most bytes that the coded weights take, as a share of those of the float weights. Default 0.1.</summary>
    public double Size { get; init; } = 0.1;

    /// <summary>The most calibration samples. Default 512.</summary>
    public int Samples { get; init; } = 512;

    /// <summary>Whether steps differ along the inputs of a layer too, as their second moments ask for. Default: yes.</summary>
    public bool ColumnSteps { get; init; } = true;

    /// <summary>Whether every layer's share of the noise is measured by running the model with that layer alone on its grid. Default: yes.</summary>
    public bool Measure { get; init; } = true;

    /// <summary>How much more a step's square is than the price of a bit: 6 / ln 2 where rates are high. Default 25.</summary>
    public double Coarseness { get; init; } = 25;

    /// <summary>Options as written: size, samples, column-steps, measure, coarseness.</summary>
    public static PackOptions Read(OperatorOptions options)
    {
        var standard = new PackOptions();
        return new PackOptions
        {
            Size = options.Real("size", standard.Size, 1e-4, 1),
            Samples = options.Number("samples", standard.Samples, 1, 1_000_000),
            ColumnSteps = options.Flag("column-steps", standard.ColumnSteps),
            Measure = options.Flag("measure", standard.Measure),
            Coarseness = options.Positive("coarseness", standard.Coarseness),
        };
    }
}
