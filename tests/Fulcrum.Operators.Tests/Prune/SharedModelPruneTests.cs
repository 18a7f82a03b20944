using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Operators.Prune;
using Fulcrum.Ops;

namespace Fulcrum.Operators.Tests.Prune;

/// <summary>The models that lie beside the repository where it is developed: without groups that were set to zero each gives the same.</summary>
public sealed class SharedModelPruneTests(ITestOutputHelper output)
{
    private static readonly string? Folder = Find();

    [Theory]
    [InlineData("akamaster_resnet20_cifar10_bn", 9 + 3, "")]
    [InlineData("blazeface_front_128", 1, "")]
    [InlineData("ch_PP-OCRv4_det_infer", 1, "p2o.DynamicDimension.0=1 p2o.DynamicDimension.1=64 p2o.DynamicDimension.2=64")]
    [InlineData("cntk_mnist", 2, "")]
    [InlineData("fns-candy_opset7", 1, "")]
    [InlineData("mlperf_tiny_kws_dscnn_fp32_bn", 5, "")]
    [InlineData("mlperf_tiny_resnet8_cifar10_fp32", 6, "")]
    [InlineData("mlperf_tiny_vww_mobilenetv1_025_fp32", 14, "")]
    [InlineData("mobilenet_v1_0.25_128_imagenet_dequant_fp32", 14, "")]
    [InlineData("mobilenet_v2_1.0_224_imagenet_dequant_fp32", 24, "")]
    [InlineData("sst2_transformer2x64", 4, "")]
    public void Remove_GroupsOfZeros_ChangesNoOutput(string name, int kinds, string sizes)
    {
        Model model = Read(name);
        var pruning = new StructuredPruning(model, new PruneOptions());
        var found = pruning.Groups.GroupBy(PruneCheck.Kind).ToArray();
        output.WriteLine(string.Join('\n', found.Select(g => $"{g.Count()} x {string.Join(' ', g.First().Members.Where(m => model.Graph.Initializers.Any(t => t.Name == m.Axis.Value)).Select(m => $"{m.Axis.Value}[{m.Axis.Axis}]*{m.Indices.Count}"))}")));
        Assert.InRange(found.Length, kinds, int.MaxValue);
        (Model whole, Model less) = PruneCheck.WithoutZeros(model, seed: 6, oneIn: 12);
        Assert.Empty(ModelChecker.Check(less, CheckLevel.Data).Except(ModelChecker.Check(model, CheckLevel.Data)));
        Assert.InRange(PruneCheck.Difference(whole, less, PruneCheck.Inputs(model, sizes)), 0, 5e-3);
    }

    [Fact]
    public void Groups_OfTheTransformer_AreHeadsAndHiddenUnits()
    {
        var pruning = new StructuredPruning(Read("sst2_transformer2x64"), new PruneOptions());
        (int Count, int Width)[] kinds = [.. pruning.Groups.GroupBy(PruneCheck.Kind).Select(g => (g.Count(), g.First().Members.Max(m => m.Indices.Count))).Order()];
        output.WriteLine(string.Join(' ', kinds));
        Assert.Equal(2, kinds.Count(k => k.Width > 1));
        Assert.Equal(2, kinds.Count(k => k.Width == 1));
    }

    private static Model Read(string name)
    {
        string? path = Folder is null ? null : Directory.EnumerateFiles(Folder, name + ".onnx", SearchOption.AllDirectories).FirstOrDefault();
        if (path is null)
            Assert.Skip("the shared models lie beside the repository only where it is developed");
        return OnnxFile.Read(path);
    }

    private static string? Find()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, "shared", "data")))
                return Path.Combine(folder, "shared", "data");
        }

        return null;
    }
}
