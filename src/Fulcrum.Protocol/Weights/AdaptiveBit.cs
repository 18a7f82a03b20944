namespace Fulcrum.Protocol.Weights;

/// <summary>
/// The probability that a binary decision is 0, learnt from the decisions so far: the mean of a fast and a slow estimate, which
/// follows changes and still settles close to the entropy.
/// </summary>
internal struct AdaptiveBit
{
    /// <summary>Probabilities are in units of 2^-15.</summary>
    public const int Precision = 15;

    private const int Fast = 5, Slow = 8, Half = 1 << (Precision - 1), Floor = 1 << 5;
    private ushort _fast;
    private ushort _slow;
    private byte _seen;

    public static AdaptiveBit New => new() { _fast = Half, _slow = Half };

    public readonly uint ProbabilityOfZero => (uint)Math.Clamp((_fast + _slow) >> 1, Floor, (1 << Precision) - Floor);

    /// <summary>Learns a decision. The first ones count more, so that short tensors learn quickly too.</summary>
    public void Learn(int bit)
    {
        int target = bit == 0 ? (1 << Precision) - 1 : 0;
        int start = 1 + (int)uint.Log2(_seen + 1u);
        if (_seen < byte.MaxValue)
            _seen++;
        _fast = (ushort)(_fast + ((target - _fast) >> Math.Min(start, Fast)));
        _slow = (ushort)(_slow + ((target - _slow) >> Math.Min(start, Slow)));
    }
}
