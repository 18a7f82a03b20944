using Fulcrum.Graphs;
using Fulcrum.Graphs.Editing;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Rules;

/// <summary>
/// Every so many-th row and column (Slice), with channels of zeros added (Pad), as a strided 1x1 Conv of ones and zeros: the same values, to the bit where they are finite.
/// That shortcut of residual networks (He et al. 2015, option A) costs little work but, in ONNX Runtime, the blocked layout of all that follows; a Conv keeps it, and can learn.
/// </summary>
/// <param name="types">What is known of the graph's values.</param>
public sealed class StridedShortcutRule(GraphTypes types) : IGraphRule
{
    /// <summary>With more channels behind it, multiplying would take longer than copying: an estimate, from 40 multiply-accumulates and one copied element per nanosecond.</summary>
    private const long MostChannels = 256;

    /// <inheritdoc/>
    public string Name => "strided-shortcut";

    /// <inheritdoc/>
    public RuleMatch Match(GraphIndex index, Node node)
    {
        if (node.OpType != "Pad" || OpsetImport.Canonical(node.Domain).Length > 0 || AddedChannels(node) is not (int before, int after))
            return RuleMatch.No("It is no Pad of channels with zeros.");
        var strides = new long[2] { 1, 1 };
        var slices = new List<Node>();
        string source = node.Inputs[0];
        while (index.Producer(source) is int maker && index.Graph.Nodes[maker] is { OpType: "Slice" } slice && IsRead(index, source) && Strides(slice) is { } taken)
        {
            slices.Add(slice);
            strides = [strides[0] * taken[0], strides[1] * taken[1]];
            source = slice.Inputs[0];
        }

        if (slices.Count == 0 || types.Tensor(source) is not { Element: ElementType.Float, Shape: [_, { Size: long channels }, _, _] })
            return RuleMatch.No("It does not follow Slices of a feature map.");
        if (before + channels + after > MostChannels)
            return RuleMatch.No("It has too many channels.");
        float[] ones = new float[(before + channels + after) * channels];
        for (long c = 0; c < channels; c++)
            ones[((before + c) * channels) + c] = 1;
        string weight = $"{node.Outputs[0]}/projection";
        return RuleMatch.Of(new GraphEdit
        {
            Remove = [.. slices, node],
            Insert = [new Node("Conv", [source, weight], node.Outputs, NodeAttribute.Of("strides", strides), NodeAttribute.Of("kernel_shape", [1, 1])) { Name = node.Name }],
            AddInitializers = [Tensor.From<float>(weight, [before + channels + after, channels, 1, 1], ones)],
        });
    }

    private static bool IsRead(GraphIndex index, string value) => index.Consumers(value).Count == 1 && index.Graph.Outputs.All(o => o.Name != value);

    private (int Before, int After)? AddedChannels(Node pad)
    {
        OpNode typed = types.Typed(pad);
        bool zeros = pad.Text("mode", "constant") == "constant" && (!typed.Has(2) || typed.Floats(2) is [0]) && !typed.Has(3);
        return zeros && typed.Integers(1) is [0, >= 0 and <= MostChannels and var before, 0, 0, 0, >= 0 and <= MostChannels and var after, 0, 0] ? ((int)before, (int)after) : null;
    }

    /// <summary>Steps along rows and columns, from the first to the last; null for other cuts.</summary>
    private long[]? Strides(Node slice)
    {
        OpNode typed = types.Typed(slice);
        if (typed.Shape(0) is not { Count: 4 } shape || typed.Integers(1) is not { } starts || typed.Integers(2) is not { } ends || typed.Integers(3) is not { } axes || typed.Integers(4) is not { } steps)
            return null;
        long[] strides = [1, 1];
        foreach ((long start, long end, long axis, long step) in starts.Zip(ends, axes).Zip(steps, (cut, step) => (cut.First, cut.Second, cut.Third, step)))
        {
            if (OpNode.Axis(axis, 4) is not int along || along < 2 || start != 0 || (end < int.MaxValue && !(end >= shape[along].Size)) || step <= 0)
                return null;
            strides[along - 2] = step;
        }

        return strides;
    }
}
