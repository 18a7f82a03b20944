namespace Fulcrum.Lab.Demo;

/// <summary>Everything the demo found, as data: printed as a table, as JSON (snake_case), or drawn as a page.</summary>
public sealed record DemoReport
{
    /// <summary>Top-1 of the unsplit fp32 model on the test images, 0..1.</summary>
    public required double Fp32Top1 { get; init; }

    /// <summary>Its 95 % Wilson interval.</summary>
    public required IReadOnlyList<double> Fp32Interval { get; init; }

    /// <summary>How many test images every pattern was run on.</summary>
    public required int TestImages { get; init; }

    /// <summary>The model that was planned.</summary>
    public required DemoModel Model { get; init; }

    /// <summary>The level, in points, at which cuts and schemes are set side by side.</summary>
    public required double ComparisonLevel { get; init; }

    /// <summary>Requests over which the segment download is spread in time, energy and objective.</summary>
    public required double ExpectedRequests { get; init; }

    /// <summary>Per layer: how much smaller its coded weights are than fp32 (QPART Fig. 3).</summary>
    public required IReadOnlyList<DemoLayer> Layers { get; init; }

    /// <summary>One entry per (cut, level): planned, sent, executed.</summary>
    public required IReadOnlyList<DemoPattern> Patterns { get; init; }

    /// <summary>The plan the online choice takes for the default profile.</summary>
    public required DemoChoice Chosen { get; init; }

    /// <summary>QPART's three comparison schemes, and the two trivial strategies, per cut.</summary>
    public required IReadOnlyList<DemoBaseline> Baselines { get; init; }

    /// <summary>How each figure came about, in words.</summary>
    public required string Method { get; init; }

    /// <summary>Where and with what it ran.</summary>
    public required DemoEnvironment Environment { get; init; }

    /// <summary>Wall-clock seconds by stage.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }
}

/// <summary>The model of a demo run.</summary>
/// <param name="Name">Its name in the repository.</param>
/// <param name="Dataset">What it was trained and measured on.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="Sha256">Of the .onnx file.</param>
public sealed record DemoModel(string Name, string Dataset, long Parameters, string Sha256);

/// <summary>One layer of the deepest pattern at the comparison level.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Weights">Number of weights.</param>
/// <param name="Bits">Chosen width; 32 is float.</param>
/// <param name="CodedBytes">Bytes of its coded weights.</param>
/// <param name="Reduction">1 - coded bytes / fp32 bytes.</param>
public sealed record DemoLayer(string Name, long Weights, int Bits, long CodedBytes, double Reduction);

/// <summary>Where and with what a demo ran.</summary>
/// <param name="Fulcrum">The version.</param>
/// <param name="Runtime">.NET version.</param>
/// <param name="Os">Operating system and architecture.</param>
/// <param name="Threads">Threads used.</param>
/// <param name="Seed">The seed.</param>
public sealed record DemoEnvironment(string Fulcrum, string Runtime, string Os, int Threads, int Seed);
