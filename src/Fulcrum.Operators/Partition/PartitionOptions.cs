using Fulcrum.Operators.Composition;

namespace Fulcrum.Operators.Partition;

/// <summary>Where to cut.</summary>
public sealed record PartitionOptions
{
    private static readonly string[] OfLatency = ["device-gflops", "server-gflops", "rate", "delay", "measure", "slowdown"];

    /// <summary>Tensors of each cut joined by +, first cut to last; empty: cuts by <see cref="Rule"/>.</summary>
    public IReadOnlyList<string> At { get; init; } = [];

    /// <summary>How many parts when no cut is named. Default 2.</summary>
    public int Parts { get; init; } = 2;

    /// <summary>How cuts are chosen when none is named. Default: parts of equal size, the studies' rule.</summary>
    public PartitionRule Rule { get; init; }

    /// <summary>Speeds of both tiers and of the link between them.</summary>
    public TierSpeeds Speeds { get; init; } = new();

    /// <summary>Whether the parts are run and timed instead of estimated from their work. Default: not.</summary>
    public bool Measure { get; init; }

    /// <summary>How many times slower the device is than this machine; for measured times. Default 10.</summary>
    public double Slowdown { get; init; } = 10;

    /// <summary>Options as written: at (names separated by semicolons), parts, rule, device-gflops, server-gflops, rate, delay, measure, slowdown.</summary>
    public static PartitionOptions Read(OperatorOptions options)
    {
        var standard = new PartitionOptions();
        var read = new PartitionOptions
        {
            At = options.List("at"),
            Parts = options.Number("parts", standard.Parts, 2, 16),
            Rule = options.Choice("rule", standard.Rule),
            Speeds = new TierSpeeds
            {
                DeviceGflops = options.Positive("device-gflops", standard.Speeds.DeviceGflops),
                ServerGflops = options.Positive("server-gflops", standard.Speeds.ServerGflops),
                Rate = options.Positive("rate", standard.Speeds.Rate),
                Delay = options.Real("delay", standard.Speeds.Delay),
            },
            Measure = options.Flag("measure", standard.Measure),
            Slowdown = options.Positive("slowdown", standard.Slowdown),
        };
        if (read.Rule == PartitionRule.Latency && read.At.Count > 0)
            options.Refuse("at", "Cuts are either named or chosen by their latency.");
        if (read.Rule == PartitionRule.Latency && read.Parts != 2)
            options.Refuse("parts", "By latency a model is cut in 2: a device and a server.");
        if (read.Rule == PartitionRule.Size)
        {
            foreach (string name in OfLatency.Where(options.Has))
                options.Refuse(name, "It is for rule=latency.");
        }

        return read;
    }
}

/// <summary>How cuts are chosen.</summary>
public enum PartitionRule
{
    /// <summary>Parts of equal size, counted in elements of weights.</summary>
    Size,

    /// <summary>The cut whose request is answered soonest.</summary>
    Latency,
}
