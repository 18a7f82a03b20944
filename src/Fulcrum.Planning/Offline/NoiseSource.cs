namespace Fulcrum.Planning.Offline;

/// <summary>Seeded uniform noise, fast enough for tens of millions of values (SplitMix64, Steele, Lea and Flood 2014).</summary>
internal struct NoiseSource(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Uniform in [-1/2, 1/2).</summary>
    public float Next()
    {
        unchecked
        {
            ulong z = _state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return ((z ^ (z >> 31)) >> 40) * (1f / (1 << 24)) - 0.5f;
        }
    }
}
