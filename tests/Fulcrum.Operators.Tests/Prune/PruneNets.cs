using Fulcrum.Graphs;

namespace Fulcrum.Operators.Tests.Prune;

/// <summary>One small net for each way in which channels hang together.</summary>
internal static class PruneNets
{
    public static IReadOnlyDictionary<string, Func<Model>> All { get; } = new Dictionary<string, Func<Model>>
    {
        ["chain"] = Chain, ["residual"] = Residual, ["bottleneck"] = Bottleneck, ["depthwise"] = Depthwise, ["grouped"] = Grouped, ["concat"] = Concat,
        ["padded"] = PaddedShortcut, ["gated"] = Gated, ["flat"] = Flat, ["shuffle"] = Shuffle, ["attention"] = Attention, ["excited"] = Excited, ["sizes"] = Sizes,
    };

    public static Model Chain()
    {
        var net = new PruneNet(1);
        string x = net.Add("Relu", net.Conv(net.Image(2, 8), 2, 8));
        x = net.With("MaxPool", [x], NodeAttribute.Of("kernel_shape", (long[])[2, 2]), NodeAttribute.Of("strides", (long[])[2, 2]));
        return net.Classify(net.Add("Relu", net.Norm(net.Conv(x, 8, 16), 16)), 16);
    }

    public static Model Residual()
    {
        var net = new PruneNet(2);
        string x = net.Add("Relu", net.Norm(net.Conv(net.Image(2, 6), 2, 8), 8));
        string inner = net.Add("Relu", net.Norm(net.Conv(x, 8, 12), 12));
        return net.Classify(net.Add("Relu", net.Add("Add", net.Norm(net.Conv(inner, 12, 8), 8), x)), 8);
    }

    public static Model Bottleneck()
    {
        var net = new PruneNet(3);
        string x = net.Add("Relu", net.Conv(net.Image(2, 6), 2, 8));
        string a = net.Add("Relu", net.Conv(x, 8, 4, 1)), b = net.Add("Relu", net.Conv(a, 4, 4, 3, 1, 2)), c = net.Conv(b, 4, 16, 1);
        return net.Classify(net.Add("Relu", net.Add("Add", c, net.Conv(x, 8, 16, 1, 1, 2))), 16);
    }

    public static Model Depthwise()
    {
        var net = new PruneNet(4);
        string x = net.Conv(net.Image(2, 6), 2, 6);
        string a = net.Add("HardSwish", net.Norm(net.Conv(x, 6, 18, 1), 18)), b = net.Norm(net.Conv(a, 18, 36, 3, 18), 36);
        return net.Classify(net.Add("Add", net.Conv(net.Add("Relu", b), 36, 6, 1), x), 6);
    }

    public static Model Grouped()
    {
        var net = new PruneNet(5);
        string x = net.Add("Relu", net.Conv(net.Image(2, 6), 2, 16));
        return net.Classify(net.Conv(net.Add("Relu", net.Norm(net.Conv(x, 16, 8, 3, 4), 8)), 8, 6, 1), 6);
    }

    public static Model Concat()
    {
        var net = new PruneNet(6);
        string x = net.Add("Relu", net.Conv(net.Image(2, 6), 2, 4)), y = net.Add("Relu", net.Conv(x, 4, 6));
        string both = net.With("Concat", [x, y], NodeAttribute.Of("axis", 1));
        return net.Classify(net.Conv(net.With("Concat", [both, net.Conv(both, 10, 5)], NodeAttribute.Of("axis", -3)), 15, 4, 1), 4);
    }

    /// <summary>Half the pixels and twice the channels without weights, as ResNets for CIFAR do.</summary>
    public static Model PaddedShortcut()
    {
        var net = new PruneNet(7);
        string x = net.Add("Relu", net.Conv(net.Image(2, 8), 2, 8));
        string half = net.With("Slice", [x, net.Integers(0, 0), net.Integers(long.MaxValue, long.MaxValue), net.Integers(2, 3), net.Integers(2, 2)]);
        string wide = net.With("Pad", [half, net.Integers(0, 4, 0, 0, 0, 4, 0, 0)]);
        return net.Classify(net.Add("Relu", net.Add("Add", net.Norm(net.Conv(x, 8, 16, 3, 1, 2), 16), wide)), 16);
    }

    /// <summary>A gate of one half of the channels on the other, and a slice of them.</summary>
    public static Model Gated()
    {
        var net = new PruneNet(8);
        string[] parts = net.Split(net.Conv(net.Image(2, 6), 2, 16), 1, 2);
        string gated = net.Add("Mul", net.Add("Sigmoid", parts[0]), parts[1]);
        string part = net.With("Slice", [gated, net.Integers(2), net.Integers(7), net.Integers(1)]);
        return net.Classify(net.Conv(part, 5, 4), 4);
    }

    public static Model Flat()
    {
        var net = new PruneNet(9);
        string x = net.Add("Relu", net.Conv(net.Image(2, 4), 2, 6));
        string flat = net.With("Reshape", [x, net.Integers(-1, 96)]);
        return net.End(net.Gemm(net.Add("Tanh", net.Gemm(flat, 96, 10)), 10, 3), Dim.Named("N"), 3);
    }

    /// <summary>Channels exchanged between groups by reshapes.</summary>
    public static Model Shuffle()
    {
        var net = new PruneNet(10);
        string x = net.Add("Relu", net.Conv(net.Image(2, 4), 2, 12));
        string apart = net.With("Reshape", [x, net.Integers(0, 2, 6, 4, 4)]);
        string together = net.With("Reshape", [net.With("Transpose", [apart], NodeAttribute.Of("perm", (long[])[0, 2, 1, 3, 4])), net.Integers(0, 12, 4, 4)]);
        return net.Classify(net.Conv(together, 12, 5), 5);
    }

    /// <summary>One transformer block: four heads of width 3, six hidden units behind them.</summary>
    public static Model Attention()
    {
        var net = new PruneNet(11);
        string x = net.Dense(net.Rows(5), 5, 8);
        string q = Head(net, x, 0, 2, 1, 3), k = Head(net, x, 0, 2, 3, 1), v = Head(net, x, 0, 2, 1, 3);
        string shares = net.With("Softmax", [net.Add("Div", net.Add("MatMul", q, k), net.Weight("root", 1))], NodeAttribute.Of("axis", -1));
        string context = net.With("Transpose", [net.Add("MatMul", shares, v)], NodeAttribute.Of("perm", (long[])[0, 2, 1, 3]));
        string seen = net.Add("Add", net.Dense(net.With("Reshape", [context, net.Integers(0, 0, 12)]), 12, 8), x);
        seen = net.With("LayerNormalization", [seen, net.Weight("ln.scale", 8), net.Weight("ln.shift", 8)], NodeAttribute.Of("axis", -1));
        return net.End(net.Dense(net.Add("Relu", net.Dense(seen, 8, 6)), 6, 3), Dim.Named("N"), Dim.Named("T"), 3);

        static string Head(PruneNet net, string x, params long[] order) =>
            net.With("Transpose", [net.With("Reshape", [net.Dense(x, 8, 12), net.Integers(0, -1, 4, 3)])], NodeAttribute.Of("perm", order));
    }

    /// <summary>Channels weighted by what a small net makes of their means, with means by ReduceMean and a size-1 mask.</summary>
    public static Model Excited()
    {
        var net = new PruneNet(12);
        string x = net.Add("Relu", net.Conv(net.Image(2, 6), 2, 8));
        string mean = net.With("ReduceMean", [x], NodeAttribute.Of("axes", (long[])[2, 3]), NodeAttribute.Of("keepdims", 0));
        string gate = net.Add("Sigmoid", net.Gemm(net.Add("Relu", net.Gemm(mean, 8, 4)), 4, 8));
        string scaled = net.Add("Mul", x, net.With("Unsqueeze", [gate, net.Integers(2, 3)]));
        return net.Classify(net.Add("Mul", scaled, net.Weight("mask", 1, 1, 6, 6)), 8);
    }

    /// <summary>Sizes read when the model runs: for a reshape, and as a number that scales.</summary>
    public static Model Sizes()
    {
        var net = new PruneNet(13);
        string x = net.Add("Relu", net.Conv(net.Image(2, 4), 2, 6));
        string shape = net.Add("Shape", x);
        string batch = net.With("Gather", [shape, net.Integers(0)], NodeAttribute.Of("axis", 0));
        string flat = net.With("Reshape", [x, net.With("Concat", [batch, net.Integers(96)], NodeAttribute.Of("axis", 0))]);
        string channels = net.With("Cast", [net.With("Gather", [shape, net.Integers(1)], NodeAttribute.Of("axis", 0))], NodeAttribute.Of("to", 1));
        return net.End(net.Gemm(net.Add("Div", flat, channels), 96, 3), Dim.Named("N"), 3);
    }
}
