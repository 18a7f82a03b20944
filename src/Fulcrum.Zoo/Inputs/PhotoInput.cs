using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Inputs;

/// <summary>Makes an image net take a photo as it is: bytes [1, height, width, 3], scaled to the net's size (linear; nets that take any size get the photo's) and normalised with ImageNet's mean and deviation inside the model.</summary>
public static class PhotoInput
{
    /// <summary>The value with the scaled photo as bytes [1, 3, height, width]: the last one that is small and needs no computing to speak of.</summary>
    public const string Prepared = "pixels";

    private static readonly float[] Mean = [0.485f * 255, 0.456f * 255, 0.406f * 255], Deviation = [0.229f * 255, 0.224f * 255, 0.225f * 255];

    /// <summary>The net with the photo in front.</summary>
    /// <param name="net">A net with one input [batch, 3, height, width] of floats.</param>
    /// <param name="height">Of the photo, in pixels.</param>
    /// <param name="width">Of the photo.</param>
    /// <exception cref="Problems.InputException"><c>zoo-input</c>: the net is no image net.</exception>
    public static Model Before(Model net, int height, int width)
    {
        if (net.Graph.Inputs is not [{ Tensor: { Element: ElementType.Float, Shape: [_, { Size: 3 }, Dim rows, Dim columns] } } input])
            throw new Problems.InputException("zoo-input", net.Graph.Name, "Only nets that take images can be given a photo.", "Leave --input out, or use ids:LENGTH for text nets.");
        Node[] nodes =
        [
            new("Cast", ["photo"], ["photo/float"], NodeAttribute.Of("to", (long)ElementType.Float)),
            new("Transpose", ["photo/float"], ["photo/planes"], NodeAttribute.Of("perm", (IReadOnlyList<long>)[0, 3, 1, 2])),
            new("Resize", ["photo/planes", "", "", "photo/sizes"], ["photo/scaled"], NodeAttribute.Of("mode", "linear")),
            new("Round", ["photo/scaled"], ["photo/rounded"]),
            new("Cast", ["photo/rounded"], [Prepared], NodeAttribute.Of("to", (long)ElementType.UInt8)),
            new("Cast", [Prepared], ["photo/values"], NodeAttribute.Of("to", (long)ElementType.Float)),
            new("Sub", ["photo/values", "photo/mean"], ["photo/centred"]),
            new("Div", ["photo/centred", "photo/deviation"], [input.Name]),
        ];
        return net with
        {
            Graph = net.Graph with
            {
                Inputs = [new ValueInfo("photo", ElementType.UInt8, 1, height, width, 3)],
                Nodes = [.. nodes, .. net.Graph.Nodes],
                Initializers =
                [
                    .. net.Graph.Initializers, Tensor.From<long>("photo/sizes", [4], [1, 3, rows.Size ?? height, columns.Size ?? width]),
                    Tensor.From<float>("photo/mean", [1, 3, 1, 1], Mean), Tensor.From<float>("photo/deviation", [1, 3, 1, 1], Deviation),
                ],
            },
        };
    }
}
