using Fulcrum.Problems;

namespace Fulcrum.Evaluation.Calibration;

/// <summary>
/// What the channels of a tensor hold, in one pass: memory (at most 16 KiB a channel) does not grow with the number of samples. Value i belongs to channel (i / inner) % channels.
/// </summary>
public sealed class ChannelStatistics
{
    private readonly ChannelHistogram[] _histograms;
    private readonly int _inner;

    /// <summary>Starts with nothing seen.</summary>
    /// <param name="channels">Channels; 1 takes the tensor as a whole.</param>
    /// <param name="inner">Values that lie together in a channel.</param>
    public ChannelStatistics(int channels, int inner)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inner, 1);
        (_histograms, _inner) = ([.. Enumerable.Range(0, channels).Select(_ => new ChannelHistogram())], inner);
    }

    /// <summary>Counts samples.</summary>
    /// <param name="samples">Whole samples, one after the other.</param>
    /// <exception cref="ArgumentException">They are not a multiple of channels * inner values.</exception>
    /// <exception cref="InputException"><c>calibration-not-finite</c>: a value is infinite or no number; nothing was counted.</exception>
    public void Observe(ReadOnlySpan<float> samples)
    {
        if (samples.Length % ((long)_histograms.Length * _inner) != 0)
            throw new ArgumentException($"{samples.Length} values are no whole samples of {_histograms.Length} channels of {_inner}.", nameof(samples));
        for (int i = 0; i < samples.Length; i++)
        {
            if (!float.IsFinite(samples[i]))
                throw new InputException("calibration-not-finite", $"value {i}", $"{samples[i]} is no value that a range can hold.", "Check the samples and the weights: fulcrum validate --level data.");
        }

        for (int at = 0, channel = 0; at < samples.Length; at += _inner, channel = (channel + 1) % _histograms.Length)
            _histograms[channel].Add(samples.Slice(at, _inner));
    }

    /// <summary>
    /// The range of each channel whose uniform grid has the least mean square error on what was seen; what lies outside is clipped. The range is that of a grid with an exact zero: -minimum is a
    /// whole number of steps. A channel of zeros, or never seen, has the range 0 to 0; one that is constant reaches to its value.
    /// </summary>
    /// <param name="bits">Width of the codes, 2 to 8.</param>
    public (float[] Minima, float[] Maxima) Ranges(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 8);
        ValueRange[] ranges = [.. _histograms.Select(h => ClippingSearch.Best(h, bits))];
        return ([.. ranges.Select(r => r.Low)], [.. ranges.Select(r => r.High)]);
    }
}
