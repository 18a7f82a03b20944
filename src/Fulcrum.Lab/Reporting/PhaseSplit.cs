using Fulcrum.Lab.Deployments;

namespace Fulcrum.Lab.Reporting;

/// <summary>Where the time of a request went, milliseconds.</summary>
/// <param name="Device">Computing on the first tier.</param>
/// <param name="Transmission">On the links, both ways, queues in front of them included.</param>
/// <param name="Servers">Computing on all other tiers.</param>
/// <param name="Rest">Preparing the input, coding and decoding, and making the answer.</param>
public sealed record PhaseSplit(double Device, double Transmission, double Servers, double Rest)
{
    /// <summary>The names of the parts, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["device", "transmission", "servers", "coding and preparation"];

    /// <summary>The parts, in the order of their names.</summary>
    public IReadOnlyList<double> Parts => [Device, Transmission, Servers, Rest];

    /// <summary>Their sum.</summary>
    public double Total => Device + Transmission + Servers + Rest;

    /// <summary>The means over requests.</summary>
    public static PhaseSplit MeanOf(IReadOnlyList<RequestRow> rows)
    {
        PhaseSplit[] all = [.. rows.Select(Of)];
        return all.Length == 0 ? new PhaseSplit(0, 0, 0, 0) : new PhaseSplit(all.Average(p => p.Device), all.Average(p => p.Transmission), all.Average(p => p.Servers), all.Average(p => p.Rest));
    }

    /// <summary>Of each tier a row has decoding, computing, encoding and, but for the last, the link behind it.</summary>
    private static PhaseSplit Of(RequestRow row)
    {
        double Sum(int from) => row.PhasesMs.Where((_, i) => i % 4 == from).Sum();
        double device = row.PhasesMs.Count > 1 ? row.PhasesMs[1] : 0;
        return new PhaseSplit(device, Sum(3), Sum(1) - device, Sum(0) + Sum(2) + row.PrepareMs + row.FinishMs);
    }
}
