using System.Numerics;

namespace Fulcrum.Cuts.Units;

/// <summary>A set of units as bits; equal when it holds the same units.</summary>
internal readonly struct UnitSet : IEquatable<UnitSet>
{
    private readonly ulong[] _words;

    private UnitSet(ulong[] words) => _words = words;

    public static UnitSet Empty(int capacity) => new(new ulong[(capacity + 63) / 64]);

    public bool Contains(int unit) => (_words[unit >> 6] >> (unit & 63) & 1) != 0;

    public UnitSet With(int unit)
    {
        ulong[] words = [.. _words];
        words[unit >> 6] |= 1UL << (unit & 63);
        return new UnitSet(words);
    }

    public UnitSet Without(int unit)
    {
        ulong[] words = [.. _words];
        words[unit >> 6] &= ~(1UL << (unit & 63));
        return new UnitSet(words);
    }

    public UnitSet Union(UnitSet other)
    {
        ulong[] words = [.. _words];
        for (int i = 0; i < words.Length; i++)
            words[i] |= other._words[i];
        return new UnitSet(words);
    }

    public bool IsSubsetOf(UnitSet other)
    {
        for (int i = 0; i < _words.Length; i++)
        {
            if ((_words[i] & ~other._words[i]) != 0)
                return false;
        }

        return true;
    }

    public int Count
    {
        get
        {
            int count = 0;
            foreach (ulong word in _words)
                count += BitOperations.PopCount(word);
            return count;
        }
    }

    public bool Equals(UnitSet other) => _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => obj is UnitSet other && Equals(other);

    public override int GetHashCode()
    {
        ulong hash = 14695981039346656037;
        foreach (ulong word in _words)
            hash = unchecked(BitOperations.RotateLeft(hash ^ word, 23) * 1099511628211);
        return hash.GetHashCode();
    }
}
