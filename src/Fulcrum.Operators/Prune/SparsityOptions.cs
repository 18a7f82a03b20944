using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.Prune;

/// <summary>How weights are set to zero where they stand.</summary>
public sealed record SparsityOptions
{
    /// <summary>The share of the weights that become zero, 0 to 1; a pattern of blocks has its own. Default 0.75.</summary>
    public double Sparsity { get; init; } = 0.75;

    /// <summary>Which weights may be zero together. Default: any.</summary>
    public SparsityPattern Pattern { get; init; } = SparsityPattern.Unstructured;

    /// <summary>What tells which weights matter. Default: their magnitude.</summary>
    public SparsityScore Score { get; init; } = SparsityScore.Magnitude;

    /// <summary>When they become zero. Default: by a cubic curve over the training.</summary>
    public SparsitySchedule Schedule { get; init; } = SparsitySchedule.Cubic;

    /// <summary>Nodes whose weights stay: names or op types, with * for any text. Default: none.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Options as written: pattern, sparsity (not with a pattern of blocks), score, schedule, exclude.</summary>
    public static SparsityOptions Read(OperatorOptions options)
    {
        var standard = new SparsityOptions();
        string written = options.Text("pattern") ?? "unstructured";
        SparsityPattern? pattern = SparsityPattern.Parse(written);
        if (pattern is null)
            options.Refuse("pattern", $"'{written}' is neither unstructured nor N:M with 0 < N < M, as 2:4.");
        else if (pattern.Of > 0 && options.Has("sparsity"))
            options.Refuse("sparsity", "A pattern of blocks says how many stay.");
        return new SparsityOptions
        {
            Pattern = pattern ?? standard.Pattern,
            Sparsity = pattern is { Of: > 0 } ? 1 - ((double)pattern.Keep / pattern.Of) : options.Real("sparsity", standard.Sparsity, 0, 1),
            Score = options.Choice("score", standard.Score),
            Schedule = options.Choice("schedule", standard.Schedule),
            Exclude = options.List("exclude"),
        };
    }
}

/// <summary>Which weights may be zero together.</summary>
/// <param name="Keep">How many of a block stay.</param>
/// <param name="Of">Weights of a block, along the axis that is summed up; 0: no blocks.</param>
public sealed record SparsityPattern(int Keep, int Of)
{
    /// <summary>Any weights.</summary>
    public static SparsityPattern Unstructured { get; } = new(0, 0);

    /// <summary>Reads <c>unstructured</c> or <c>N:M</c>; null when it is neither.</summary>
    public static SparsityPattern? Parse(string text)
    {
        if (text == "unstructured")
            return Unstructured;
        return text.Split(':') is [var keep, var of] && int.TryParse(keep, out int n) && int.TryParse(of, out int m) && n > 0 && n < m && m <= 1024 ? new SparsityPattern(n, m) : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Of == 0 ? "unstructured" : $"{Keep}:{Of}";
}

/// <summary>What tells which weights matter.</summary>
public enum SparsityScore
{
    /// <summary>Magnitude against the larger weights of the layer: w² over the sum of squares of all that are not smaller (Lee et al. 2021).</summary>
    Magnitude,

    /// <summary>|w m| with m the exponentially averaged gradient on training data.</summary>
    SnipMomentum,
}

/// <summary>When weights become zero.</summary>
public enum SparsitySchedule
{
    /// <summary>s(t) = s (1 - (1 - t)³) over the training (Zhu and Gupta 2017).</summary>
    Cubic,

    /// <summary>All before it.</summary>
    OneShot,
}
