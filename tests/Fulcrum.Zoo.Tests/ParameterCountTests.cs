using System.Globalization;
using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Tests;

public sealed class ParameterCountTests
{
    // Millions as the white-box study prints them: cut off, not rounded.
    [Theory]
    [InlineData("wide-resnet101-2", "126.81")] // Table 2
    [InlineData("resnext101-64x4d", "83.35")] // Table 2
    [InlineData("bert-base", "109.48")] // Table 2
    [InlineData("roberta-base", "124.64")] // Table 2
    [InlineData("wide-resnet50-2", "68.9")] // Table 3
    [InlineData("resnext50-32x4d", "25.0")] // Table 3
    [InlineData("bert-small", "28.76")] // Table 3
    [InlineData("roberta-tiny", "27.98")] // Table 3
    public void Create_StudiedArchitecture_HasTheStudysCount(string name, string millions)
    {
        long count = ZooCatalog.Create(name, 1).Graph.Initializers.Where(t => t.Element == ElementType.Float).Sum(t => t.ElementCount);
        Assert.StartsWith(millions, (count / 1e6).ToString("0.000000", CultureInfo.InvariantCulture));
    }

    // The counts that torchvision documents for its models. They come before folding, which leaves one number where normalisation had two.
    [Theory]
    [InlineData("resnet18", 11_689_512)]
    [InlineData("resnet34", 21_797_672)]
    [InlineData("resnet50", 25_557_032)]
    [InlineData("resnext50-32x4d", 25_028_904)]
    [InlineData("resnext101-64x4d", 83_455_272)]
    [InlineData("wide-resnet50-2", 68_883_240)]
    [InlineData("wide-resnet101-2", 126_886_696)]
    [InlineData("mobilenetv2", 3_504_872)]
    [InlineData("fcn-resnet101", 54_314_346 - 2_365_205 + 21)] // less the auxiliary head; the last convolution has a bias and no normalisation
    public void Create_ImageNet_HasTorchvisionsCountBeforeFolding(string name, long count)
    {
        Model model = ZooCatalog.Create(name, 1);
        HashSet<string> folded = [.. model.Graph.Nodes.Where(n => n.OpType == "Conv" && n.Inputs.Count > 2).Select(n => n.Inputs[2])];
        Assert.Equal(count, Count(model) + model.Graph.Initializers.Where(t => folded.Contains(t.Name)).Sum(t => t.ElementCount));
    }

    // As docs/verbs/zoo.md says them.
    [Theory]
    [InlineData("mnist-mlp6", 576_810)]
    [InlineData("mnist-cnn", 105_914)]
    [InlineData("mnist-vgg", 584_618)]
    [InlineData("vgg-cifar10", 12_042_698)]
    public void Create_Trainable_HasTheDocumentedCount(string name, long count) => Assert.Equal(count, Count(ZooCatalog.Create(name, 1)));

    private static long Count(Model model) => model.Graph.Initializers
        .Where(t => t.Name.EndsWith(".weight", StringComparison.Ordinal) || t.Name.EndsWith(".bias", StringComparison.Ordinal)).Sum(t => t.ElementCount);
}
