namespace Fulcrum.Qpart.Benchmarks;

/// <summary>All that was measured of one model; kept as JSON, so that it is not measured again.</summary>
internal sealed record ModelFigures
{
    public required string Name { get; init; }

    public required string Data { get; init; }

    public required bool IsChain { get; init; }

    public required bool Quick { get; init; }

    /// <summary>Of the model's file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>All float weights and biases, batch norms folded.</summary>
    public required long FloatBytes { get; init; }

    public required int TestSamples { get; init; }

    /// <summary>Of the whole float model, 0 to 1.</summary>
    public required double Top1 { get; init; }

    /// <summary>Mean bytes of an input, losslessly encoded.</summary>
    public required double EncodedInputBytes { get; init; }

    /// <summary>Fig. 3: by method, the layers when all of them are coded.</summary>
    public required IReadOnlyList<LayerFigures> Layers { get; init; }

    /// <summary>Fig. 6 and Table IV: by method and size.</summary>
    public required IReadOnlyList<SizeFigure> Sizes { get; init; }

    /// <summary>Points that plans of the cuts may lose.</summary>
    public required double CutLevel { get; init; }

    /// <summary>Figs. 5 and 7 to 10, Table III: by scheme and cut.</summary>
    public required IReadOnlyList<CutFigure> Cuts { get; init; }

    /// <summary>Policies, by expected requests.</summary>
    public required IReadOnlyList<PolicyFigures> Policies { get; init; }
}

/// <summary>Points of Top-1 lost on the test samples, paired, with the 95 % interval.</summary>
internal sealed record Lost(double Points, double Low, double High)
{
    public override string ToString() => FormattableString.Invariant($"{Points:0.00} ({Low:0.00} to {High:0.00})");
}

/// <summary>Coded layers.</summary>
/// <param name="Method">How they are coded.</param>
/// <param name="Tolerated">Points that were tolerated.</param>
/// <param name="Lost">What all of them together lose.</param>
/// <param name="Layers">The layers, first to last.</param>
internal sealed record LayerFigures(string Method, double Tolerated, Lost Lost, IReadOnlyList<LayerFigure> Layers);

/// <summary>A layer's weights.</summary>
internal sealed record LayerFigure(string Name, long Weights, double CodedBytes)
{
    /// <summary>1 - coded over fp32.</summary>
    public double Reduction => 1 - (CodedBytes / (4.0 * Weights));
}

/// <summary>A whole model's weights at one size.</summary>
/// <param name="Method">How they are coded.</param>
/// <param name="Setting">What was asked for.</param>
/// <param name="Bytes">Of all weights and biases as they are sent.</param>
/// <param name="Tolerates">The least tolerated loss that it is used for: by its calibration samples.</param>
/// <param name="Top1">On the test samples.</param>
/// <param name="Lost">On the test samples.</param>
internal sealed record SizeFigure(string Method, string Setting, double Bytes, double Tolerates, double Top1, Lost Lost);

/// <summary>One scheme at one cut.</summary>
/// <param name="Scheme">Its name.</param>
/// <param name="Cut">The cut's number.</param>
/// <param name="Place">The cut in words.</param>
/// <param name="WeightBytes">Sent to the device.</param>
/// <param name="TensorBytes">Sent by the device for a request.</param>
/// <param name="Seconds">Of a request, modelled.</param>
/// <param name="Joules">Of the device, modelled.</param>
/// <param name="Usd">Of the server, modelled.</param>
/// <param name="Objective">QPART (17), all weights 1.</param>
/// <param name="Top1">On the test samples.</param>
/// <param name="Note">What was chosen.</param>
internal sealed record CutFigure(
    string Scheme, int Cut, string Place, double WeightBytes, double TensorBytes, double Seconds, double Joules, double Usd, double Objective, double Top1, string Note)
{
    public const string Ours = "ours", Plain = "no optimization", AutoEncoder = "auto-encoder", Pruning = "pruning";
}

/// <summary>What policies choose.</summary>
/// <param name="Requests">Expected requests.</param>
/// <param name="InputStays">Whether the input had to stay on the device.</param>
/// <param name="Ours">The objective of our choice.</param>
/// <param name="Plan">Our choice.</param>
/// <param name="SendsInput">Whether the input leaves the device.</param>
/// <param name="Lost">What our choice loses on the test samples.</param>
/// <param name="Others">The others, where they are allowed.</param>
internal sealed record PolicyFigures(double Requests, bool InputStays, double Ours, string Plan, bool SendsInput, Lost Lost, IReadOnlyList<PolicyFigure> Others);

/// <summary>A policy's choice.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Objective">Of its plan.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Loses">Points that a plan cheaper than ours loses when it is executed on held-out calibration samples, where they are more than may be lost; else null.</param>
internal sealed record PolicyFigure(string Policy, double Objective, string Plan, double? Loses);
