using Fulcrum.Cuts.Splitting;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Runtime;

namespace Fulcrum.Cuts.Tests;

/// <summary>
/// The models that lie beside the repository where it is developed: a few cuts of each, spread over its depth, against the whole. FULCRUM_FULL=1 takes every cut
/// (`fulcrum cuts MODEL --all --verify` does the same for one model).
/// </summary>
public sealed class SharedModelTests
{
    private const int CutsPerModel = 5;
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Root(), "..", "shared", "data"));
    private static readonly bool IsFull = Environment.GetEnvironmentVariable("FULCRUM_FULL") == "1";

    public static TheoryData<string, string> Models => new()
    {
        { "akamaster_resnet20_cifar10_bn", "" },
        { "akamaster_resnet56_cifar10_bn", "" },
        { "blazeface_front_128", "" },
        { "ch_PP-OCRv4_det_infer", "p2o.DynamicDimension.0=1 p2o.DynamicDimension.1=64 p2o.DynamicDimension.2=64" },
        { "cntk_mnist", "" },
        { "mlperf_tiny_kws_dscnn_fp32_bn", "" },
        { "mlperf_tiny_kws_dscnn_int8_qdq", "" },
        { "mlperf_tiny_resnet8_cifar10_fp32", "" },
        { "mlperf_tiny_vww_mobilenetv1_025_fp32", "" },
        { "mobilenet_v1_0.25_128_imagenet_dequant_fp32", "" },
        { "mobilenet_v2_1.0_224_imagenet_dequant_fp32", "" },
        { "silero_vad_legacy", "batch=1 sequence=512" },
        { "sst2_transformer2x64", "" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Split_CutsOverTheDepth_EqualTheWholeToTheBit(string name, string sizes)
    {
        string? path = Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, name + ".onnx", SearchOption.AllDirectories).FirstOrDefault() : null;
        if (path is null)
            Assert.Skip("the shared models lie beside the repository only where it is developed");
        Model model = OnnxFile.Read(path);
        var dims = sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=')).ToDictionary(s => s[0], s => long.Parse(s[1]));
        IReadOnlyList<Cut> cuts = CutFinder.Find(model, new CutOptions { Dims = dims, IncludeDominated = IsFull }).Cuts;
        Assert.NotEmpty(cuts);
        IReadOnlyList<Tensor>[] inputs = [.. Enumerable.Range(0, IsFull ? 3 : 1).Select(seed => RandomInputs.For(model, seed, dims))];
        var options = new LoadOptions { Optimization = OptimizationLevel.None };
        var runner = new OnnxRuntimeRunner();
        IReadOnlyList<Tensor>[] expected = SplitVerifier.RunAll(runner, model, inputs, options);
        int step = IsFull ? 1 : Math.Max(1, cuts.Count / CutsPerModel);
        for (int i = 0; i < cuts.Count; i += step)
            Assert.True(SplitVerifier.Compare(runner, expected, ModelSplitter.Split(model, cuts[i]), inputs, options).IsBitExact, cuts[i].Name);
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Fulcrum.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("No Fulcrum.slnx above the test.");
    }
}
