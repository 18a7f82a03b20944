namespace Fulcrum.Protocol.Weights;

/// <summary>A row-major tensor seen as [outer, channels, inner] around its channel axis.</summary>
internal readonly record struct ChannelLayout(int Outer, int Channels, int Inner)
{
    public int Length => Outer * Channels * Inner;

    public static ChannelLayout Of(IReadOnlyList<long> shape, int axis)
    {
        if (shape.Count == 0)
            return new ChannelLayout(1, 1, 1);
        return new ChannelLayout(Product(shape, 0, axis), checked((int)shape[axis]), Product(shape, axis + 1, shape.Count));
    }

    private static int Product(IReadOnlyList<long> shape, int from, int to)
    {
        int product = 1;
        for (int i = from; i < to; i++)
            product = checked(product * (int)shape[i]);
        return product;
    }
}
