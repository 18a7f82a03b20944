using Fulcrum.Graphs;

namespace Fulcrum.Ops.Families;

/// <summary>
/// The three products of a convolution, channels second: an image, a filter [M, C / group, kernel] and their response. Each is the
/// gradient of another; a transposed convolution has the same three with image and response exchanged.
/// </summary>
internal static class ConvolutionGradient
{
    /// <summary>The response of an image to a filter.</summary>
    public static string Response(GradientScope scope, string image, string filter, WindowGeometry window)
    {
        (long[] end, long[] left) = Trimmed(window);
        string response = Conv(scope, image, filter, window.Strides, window.Dilations, [.. window.Begin, .. end], Group(scope));
        return Cut(scope, response, window.Output, [.. left.Zip(window.Strides, (r, s) => r / s)]);
    }

    /// <summary>The image gradient: the filter, turned round, over the response; where it takes steps, a transposed convolution.</summary>
    public static string Image(GradientScope scope, string response, string filter, WindowGeometry window)
    {
        long[] begin = Subtract(Subtract(window.Extent, 1), window.Begin), end = Subtract(Subtract(window.Extent, 1), window.End);
        if (window.Strides.All(s => s == 1) && begin.Concat(end).All(p => p >= 0))
            return Conv(scope, response, Turned(scope, filter, window), window.Strides, window.Dilations, [.. begin, .. end], Group(scope));
        return scope.Emit(
            "ConvTranspose",
            [response, filter],
            NodeAttribute.Of("kernel_shape", window.Kernel),
            NodeAttribute.Of("strides", window.Strides),
            NodeAttribute.Of("dilations", window.Dilations),
            NodeAttribute.Of("pads", window.Pads),
            NodeAttribute.Of("output_padding", window.Rest),
            NodeAttribute.Of("group", Group(scope)));
    }

    /// <summary>
    /// The filter gradient: the response as a filter over the image, samples in the place of channels, steps and gaps exchanged. The
    /// image's channels lie last, so that one element of the window is a run of memory as long as they are, and the matrix product inside
    /// has a column for each element of the filter. A window of one element is a matrix product by itself.
    /// </summary>
    public static string Filter(GradientScope scope, string image, string response, long imageChannels, long responseChannels, long samples, WindowGeometry window)
    {
        long group = Group(scope), channels = imageChannels / group;
        if (group == 1 && window.Kernel.All(k => k == 1) && window.Pads.All(p => p == 0))
            return Pointwise(scope, image, response, imageChannels, responseChannels, samples, window);
        string filters = SwapLeading(scope, response, window.Rank);
        WindowGeometry wide = window.WithChannels(channels);
        image = scope.Reshape(ChannelsLast(scope, image, samples, group, channels, window), [1, group * samples, .. wide.Input]);
        if (wide.Rank > window.Rank)
            filters = scope.Reshape(filters, [responseChannels, samples, .. wide.Output]);
        (long[] end, long[] left) = Trimmed(wide);
        string product = Conv(scope, image, filters, wide.Dilations, wide.Strides, [.. wide.Begin, .. end], group, kernel: wide.Output);
        product = Cut(scope, product, wide.Kernel, [.. left.Zip(wide.Dilations, (r, d) => r / d)]);
        if (channels == 1)
            return scope.Reshape(product, [responseChannels, 1, .. window.Kernel]);
        product = scope.Reshape(product, [responseChannels, .. window.Kernel, channels]);
        return scope.Emit("Transpose", [product], NodeAttribute.Of("perm", (long[])[0, window.Rank + 1, .. Spatial(1, window.Rank)]));
    }

    /// <summary>The bias gradient: the sum over all but the channels.</summary>
    public static string Bias(GradientScope scope, int rank) => scope.ReduceSum(scope.OutputGradient, false, [0, .. Spatial(2, rank)]);

    /// <summary>An image as [group, samples, space, channels].</summary>
    private static string ChannelsLast(GradientScope scope, string image, long samples, long group, long channels, WindowGeometry window)
    {
        if (channels == 1)
            return SwapLeading(scope, image, window.Rank);
        if (group == 1)
            return scope.Emit("Transpose", [image], NodeAttribute.Of("perm", (long[])[0, .. Spatial(2, window.Rank), 1]));
        string grouped = scope.Reshape(image, [samples, group, channels, .. window.Input]);
        return scope.Emit("Transpose", [grouped], NodeAttribute.Of("perm", (long[])[1, 0, .. Spatial(3, window.Rank), 2]));
    }

    private static long Group(GradientScope scope) => scope.Node.Int("group", 1);

    private static string Conv(GradientScope scope, string image, string filter, long[] strides, long[] dilations, long[] pads, long group, long[]? kernel = null) => scope.Emit(
        "Conv",
        [image, filter],
        [
            NodeAttribute.Of("strides", strides),
            NodeAttribute.Of("dilations", dilations),
            NodeAttribute.Of("pads", pads),
            NodeAttribute.Of("group", group),
            .. kernel is null ? Array.Empty<NodeAttribute>() : [NodeAttribute.Of("kernel_shape", kernel)],
        ]);

    /// <summary>
    /// A product for each sample, then their sum, where such products are smaller than image and response; else one product over all
    /// samples, for which both are transposed.
    /// </summary>
    private static string Pointwise(GradientScope scope, string image, string response, long imageChannels, long responseChannels, long samples, WindowGeometry window)
    {
        if (window.Strides.Any(s => s > 1))
            image = scope.Emit("Slice", [image, scope.Axes(new long[window.Rank]), scope.Axes(window.Input), scope.Axes(Spatial(2, window.Rank)), scope.Axes(window.Strides)]);
        long pixels = window.Output.Aggregate(1L, (product, size) => product * size);
        string product;
        if (imageChannels * responseChannels <= pixels * (imageChannels + responseChannels))
        {
            string turned = scope.Emit("Transpose", [scope.Reshape(image, samples, imageChannels, pixels)], NodeAttribute.Of("perm", (long[])[0, 2, 1]));
            product = scope.ReduceSum(scope.Emit("MatMul", [scope.Reshape(response, samples, responseChannels, pixels), turned]), false, 0);
        }
        else
        {
            string left = scope.Reshape(SwapLeading(scope, response, window.Rank), responseChannels, -1);
            string right = scope.Reshape(SwapLeading(scope, image, window.Rank), imageChannels, -1);
            product = scope.Emit("Gemm", [left, right], NodeAttribute.Of("transB", 1));
        }

        return scope.Reshape(product, [responseChannels, imageChannels, .. window.Kernel]);
    }

    /// <summary>The filter with its channels exchanged within each group and its window reversed.</summary>
    private static string Turned(GradientScope scope, string filter, WindowGeometry window)
    {
        long group = Group(scope);
        long[] sizes = scope.SizesOf(filter);
        long outputs = sizes[0] / group, inputs = sizes[1];
        if (group == 1)
        {
            filter = SwapLeading(scope, filter, window.Rank);
        }
        else if (outputs > 1 || inputs > 1)
        {
            filter = scope.Reshape(filter, [group, outputs, inputs, .. window.Kernel]);
            filter = scope.Emit("Transpose", [filter], NodeAttribute.Of("perm", (long[])[0, 2, 1, .. Spatial(3, window.Rank)]));
            filter = scope.Reshape(filter, [group * inputs, outputs, .. window.Kernel]);
        }

        long[] turned = [.. Enumerable.Range(0, window.Rank).Where(i => window.Kernel[i] > 1).Select(i => (long)i + 2)];
        if (turned.Length == 0)
            return filter;
        long[] back = [.. turned.Select(_ => -1L)];
        return scope.Emit("Slice", [filter, scope.Axes(back), scope.Axes([.. turned.Select(_ => (long)int.MinValue)]), scope.Axes(turned), scope.Axes(back)]);
    }

    private static string SwapLeading(GradientScope scope, string value, int rank) =>
        scope.Emit("Transpose", [value], NodeAttribute.Of("perm", (long[])[1, 0, .. Spatial(2, rank)]));

    /// <summary>The end padding without what no window reaches, and how much of that is left because it is no padding.</summary>
    private static (long[] End, long[] Left) Trimmed(WindowGeometry window)
    {
        long[] unused = [.. window.Rest.Zip(window.End, Math.Min)];
        return (Subtract(window.End, unused), Subtract(window.Rest, unused));
    }

    private static string Cut(GradientScope scope, string value, long[] sizes, long[] excess) => excess.All(e => e <= 0)
        ? value
        : scope.Emit("Slice", [value, scope.Axes(new long[sizes.Length]), scope.Axes(sizes), scope.Axes(Spatial(2, sizes.Length))]);

    private static long[] Spatial(int first, int rank) => [.. Enumerable.Range(first, rank).Select(i => (long)i)];

    private static long[] Subtract(long[] from, long[] what) => [.. from.Zip(what, (a, b) => a - b)];

    private static long[] Subtract(long[] from, long what) => [.. from.Select(a => a - what)];
}
