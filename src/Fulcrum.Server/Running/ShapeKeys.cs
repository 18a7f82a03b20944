namespace Fulcrum.Server.Running;

/// <summary>Compares the shapes of all inputs of a request, written one after another as rank and dimensions; looked up without making an array.</summary>
internal sealed class ShapeKeys : IEqualityComparer<long[]>, IAlternateEqualityComparer<ReadOnlySpan<long>, long[]>
{
    public static ShapeKeys Comparer { get; } = new();

    public bool Equals(long[]? x, long[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(long[] obj) => GetHashCode(obj.AsSpan());

    public bool Equals(ReadOnlySpan<long> alternate, long[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(ReadOnlySpan<long> alternate)
    {
        var hash = default(HashCode);
        foreach (long value in alternate)
            hash.Add(value);
        return hash.ToHashCode();
    }

    public long[] Create(ReadOnlySpan<long> alternate) => alternate.ToArray();

    /// <summary>The shapes that a key is made of.</summary>
    public static long[][] Split(ReadOnlySpan<long> key)
    {
        var shapes = new List<long[]>();
        while (!key.IsEmpty)
        {
            int rank = (int)key[0];
            shapes.Add(key[1..(rank + 1)].ToArray());
            key = key[(rank + 1)..];
        }

        return [.. shapes];
    }
}
