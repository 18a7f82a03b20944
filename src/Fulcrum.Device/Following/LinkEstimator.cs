using Fulcrum.Protocol.Sets;

namespace Fulcrum.Device.Following;

/// <summary>
/// The rate of a link from what messages took: (time - delay) of each against what it would be at the rate of the table, the median of the last three. The rate down keeps its ratio to the rate up.
/// A message that is through within what the delay may vary says only that the link is not slower; one that should be, and was not, that a probe is wanted: it may have been the delay.
/// </summary>
internal sealed class LinkEstimator(TableLink link, TimeProvider time)
{
    /// <summary>About what HTTP adds to a request and to an answer.</summary>
    private const double HeadUp = 120, HeadDown = 220;

    /// <summary>The least that times vary by.</summary>
    private const double LeastNoise = 0.3e-3;

    /// <summary>A message that takes so many times the noise tells the rate.</summary>
    private const double Short = 4;

    /// <summary>A rate so many times the known one is another link's.</summary>
    private const double Better = 2;

    private static readonly TimeSpan Age = TimeSpan.FromSeconds(30);
    private readonly RecentMedian _factors = new(3, Age, time);
    private double Noise => Math.Max(LeastNoise, 0.1 * link.DelaySeconds);

    /// <summary>Bits per second up.</summary>
    public double Up => Math.Clamp(link.Up.Nominal * Factor, 100, 1e12);

    /// <summary>Bits per second down.</summary>
    public double Down => Up * link.DownPerUp;

    /// <summary>How long ago a message said something about the rate.</summary>
    public TimeSpan SinceLast => _factors.SinceLast;

    /// <summary>Against the rate of the table.</summary>
    private double Factor => _factors.Of(1);

    /// <summary>Takes note of a message and its answer.</summary>
    /// <param name="bytesUp">Bytes sent, without HTTP's.</param>
    /// <param name="bytesDown">Bytes of the answer.</param>
    /// <param name="seconds">What the link took of both.</param>
    public void Observe(double bytesUp, double bytesDown, double seconds)
    {
        double nominal = 8 * (((bytesUp + HeadUp) / link.Up.Nominal) + ((bytesDown + HeadDown) / (link.Up.Nominal * link.DownPerUp)));
        double spent = seconds - link.DelaySeconds;
        bool isShort = nominal / Factor < Short * Noise;
        if (spent >= Noise && !isShort)
            Add(nominal / spent);
        else if (spent >= Noise)
            IsProbeWanted |= spent > 2 * Short * Noise;
        else if (!isShort)
            Add(nominal / Noise);
    }

    /// <summary>Takes note of a probe; the first one, and one that finds the link far better than it was thought to be, want another soon: recovery is believed quickly, and no single figure for long.</summary>
    public void ObserveProbe(double bytes, double seconds)
    {
        double factor = ProbeFactor(bytes, seconds);
        bool isMoreWanted = !_factors.IsKnown || factor > Better * Factor;
        Add(factor);
        IsProbeWanted = isMoreWanted;
    }

    /// <summary>Takes note of a message that did not come back in time: the link is slower than that.</summary>
    public void ObserveLost(double bytesUp, double seconds) => Add(ProbeFactor(bytesUp, seconds));

    /// <summary>Bytes that say something about the rate without taking long: a hundredth of a second's, 2 to 16 KiB.</summary>
    public int ProbeBytes => (int)Math.Clamp(Up / 8 * Math.Max(0.01, 2 * Noise), 2 << 10, 16 << 10);

    /// <summary>Whether a short message took longer than the rate and the delay explain, or the last probe much less.</summary>
    public bool IsProbeWanted { get; private set; }

    /// <summary>Forgets: what was measured before the link broke says nothing of it now.</summary>
    public void Clear() => _factors.Clear();

    private double ProbeFactor(double bytes, double seconds) => 8 * (bytes + HeadUp) / link.Up.Nominal / Math.Max(Noise, seconds - link.DelaySeconds);

    private void Add(double factor)
    {
        _factors.Add(factor);
        IsProbeWanted = false;
    }
}
