using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.Prune;

/// <summary>How much is removed for good and by what measure.</summary>
public sealed record PruneOptions
{
    /// <summary>The share of multiply-accumulates to remove, 0 to 1. Default 0.5.</summary>
    public double Ratio { get; init; } = 0.5;

    /// <summary>What is removed. Default: channels, neurons and heads.</summary>
    public PruneUnit Unit { get; init; } = PruneUnit.Channels;

    /// <summary>Whether what stands for a removed block learns to be like the block's own value in the whole model. Default yes.</summary>
    public bool Match { get; init; } = true;

    /// <summary>What tells which weights matter. Default: their magnitude.</summary>
    public PruneMethod Method { get; init; } = PruneMethod.Magnitude;

    /// <summary>The largest share that any axis of any weight may lose, 0 to 1. Default 0.9.</summary>
    public double Cap { get; init; } = 0.9;

    /// <summary>Channels are kept in multiples of this, where a layer has as many; 1 for any number. Default 8, the block of ONNX Runtime's convolution kernels; it is 16 with AVX-512.</summary>
    public int Round { get; init; } = 8;

    /// <summary>In how many steps to remove, with training after each. Default 1.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Nodes whose inputs and outputs keep their size: names or op types, with * for any text. Default: none.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Options as written: unit, ratio or speedup (1 / (1 - ratio)), match, method, cap, round, steps, exclude.</summary>
    public static PruneOptions Read(OperatorOptions options)
    {
        PruneOptions selection = ReadSelection(options);
        double? speedup = options.Real("speedup", null, 1, 1000);
        if (speedup is not null && options.Has("ratio"))
            options.Refuse("speedup", "Ratio says the same another way.");
        return selection with
        {
            Ratio = options.Real("ratio", speedup is double times ? 1 - (1 / times) : selection.Ratio, 0, 1),
            Unit = options.Choice("unit", selection.Unit),
            Match = options.Flag("match", selection.Match),
            Steps = options.Number("steps", selection.Steps, 1, 100),
        };
    }

    /// <summary>How channels are chosen, as written: method, cap, round, exclude.</summary>
    public static PruneOptions ReadSelection(OperatorOptions options)
    {
        var standard = new PruneOptions();
        return new PruneOptions
        {
            Method = options.Choice("method", standard.Method),
            Cap = options.Real("cap", standard.Cap, 0, 1),
            Round = options.Number("round", standard.Round, 1, 64),
            Exclude = options.List("exclude"),
        };
    }
}

/// <summary>What is removed for good.</summary>
public enum PruneUnit
{
    /// <summary>Channels, neurons and attention heads.</summary>
    Channels,

    /// <summary>Whole residual blocks and layers, one after another, those whose absence changes the answers least: fewer nodes, which counts where each costs more than its work.</summary>
    Blocks,
}

/// <summary>What tells which channels matter.</summary>
public enum PruneMethod
{
    /// <summary>The norm of the weights, as a share of their layer's.</summary>
    Magnitude,

    /// <summary>What the loss would change by to first order, on training data (Molchanov et al. 2019).</summary>
    Taylor,
}
