namespace Fulcrum.Protocol.Sets;

/// <summary>table.json: plans as rows of numbers, with all that a device needs to choose among them (docs/plan-sets.md).</summary>
/// <param name="Format">The format's version: <see cref="CurrentFormat"/>.</param>
/// <param name="Model">The model's name, the same in every plan.</param>
/// <param name="Tiers">Names of all tiers, the device first; every plan uses the first so many of them.</param>
/// <param name="Features">Names of the numbers that conditions are, as <see cref="Tables.FeatureLayout.Names"/> gives them.</param>
/// <param name="Objective">Weights of the metrics that are minimised, by name.</param>
/// <param name="Limits">Limits whose metrics depend on conditions or rows.</param>
/// <param name="Hysteresis">When to change the plan.</param>
/// <param name="Conditions">What the table was made for.</param>
/// <param name="Times">Where predicted times come from, the weakest of all rows: <c>measured</c>, <c>composed</c>, <c>fitted</c>, <c>modelled</c>.</param>
/// <param name="Rows">The plans.</param>
public sealed record TableManifest(
    int Format, string Model, IReadOnlyList<string> Tiers, IReadOnlyList<string> Features, IReadOnlyDictionary<string, double> Objective, IReadOnlyList<TableLimit> Limits,
    TableHysteresis Hysteresis, TableConditions Conditions, string Times, IReadOnlyList<TableRow> Rows)
{
    /// <summary>The format written and read: 1.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Times by clocks, which are off by a factor of the program that runs the model.</summary>
    public const string Modelled = "modelled";
}

/// <summary>A limit.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Most">The most that it may come to, in its unit.</param>
public sealed record TableLimit(string Metric, double Most);

/// <summary>When a better plan is taken.</summary>
/// <param name="Margin">It is cheaper by this share of the old one's cost.</param>
/// <param name="Observations">For so many observations in a row.</param>
public sealed record TableHysteresis(double Margin, int Observations)
{
    /// <summary>10 % for 3 observations.</summary>
    public static TableHysteresis Standard { get; } = new(0.1, 3);
}

/// <summary>Conditions as the tiers file has them: what holds until something else is measured.</summary>
/// <param name="ExpectedRequests">Requests that share the download of a segment.</param>
/// <param name="Slowdowns">Of each tier.</param>
/// <param name="Links">Each link.</param>
public sealed record TableConditions(double ExpectedRequests, IReadOnlyList<TableRange> Slowdowns, IReadOnlyList<TableLink> Links);

/// <summary>A figure, and the range of it that the table was made for.</summary>
/// <param name="Nominal">As the tiers file has it.</param>
/// <param name="Least">The least of the grid; as nominal where it did not vary.</param>
/// <param name="Most">The most of the grid.</param>
public sealed record TableRange(double Nominal, double Least, double Most);

/// <summary>A link.</summary>
/// <param name="Up">Bits per second away from the device.</param>
/// <param name="DownPerUp">The rate towards the device over that; it stays when the rate changes.</param>
/// <param name="DelaySeconds">What a round trip takes besides: round-trip time and mean jitter.</param>
public sealed record TableLink(TableRange Up, double DownPerUp, double DelaySeconds);

/// <summary>A plan as numbers. All coefficients are over <see cref="TableManifest.Features"/>.</summary>
/// <param name="Plan">Its manifest's file in the folder.</param>
/// <param name="Sha256">Of that file, lower-case hex.</param>
/// <param name="Name">In a few words, unique.</param>
/// <param name="Summary">In a sentence.</param>
/// <param name="Links">How many links it uses, from the first; 0: the device alone.</param>
/// <param name="MemoryBytes">Of the device: weights and activations.</param>
/// <param name="Seconds">Computing on each tier that it uses, at a slowdown of 1; 0 where a tier only hands on.</param>
/// <param name="Cost">Of what is minimised.</param>
/// <param name="Energy">The part of the cost that is the device's energy.</param>
/// <param name="Latency">Of the mean seconds of a request: on the seconds of a byte stand the bytes.</param>
/// <param name="Limits">Of each limit.</param>
public sealed record TableRow(
    string Plan, string Sha256, string Name, string Summary, int Links, double MemoryBytes, IReadOnlyList<double> Seconds, IReadOnlyList<double> Cost, IReadOnlyList<double> Energy,
    IReadOnlyList<double> Latency, IReadOnlyList<IReadOnlyList<double>> Limits);
