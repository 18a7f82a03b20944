using Fulcrum.Data;
using Fulcrum.Problems;

namespace Fulcrum.Qpart.Benchmarks;

/// <summary>A model of the study.</summary>
/// <param name="Name">In tables and as a folder.</param>
/// <param name="Data">A dataset's name, or a description in the repository.</param>
/// <param name="File">In the folder FULCRUM_MODELS; null: the six-layer perceptron, trained here.</param>
/// <param name="Sizes">Sizes that its weights are packed to, as shares of fp32 weights.</param>
/// <param name="Samples">Calibration samples that weights are packed and cut tensors are measured with.</param>
/// <param name="MostCuts">Of a graph, the most block boundaries that are executed.</param>
internal sealed record ModelEntry(string Name, string Data, string? File, IReadOnlyList<double> Sizes, int Samples = 256, int MostCuts = 0)
{
    private static readonly double[] ForDense = [0.3, 0.15, 0.1, 0.08, 0.05, 0.03, 0.02], ForConvolutions = [0.3, 0.15, 0.12, 0.1, 0.08], ForDeep = [0.15, 0.1, 0.08];

    /// <summary>All models, quick ones first.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        new("mnist-mlp6", "mnist", null, ForDense),
        new("fashion-mlp6", "fashion-mnist", null, ForDense),
        new("resnet8-cifar10", "samples/data/cifar10-bytes.json", "mlperf_tiny_resnet8_cifar10_fp32.onnx", ForConvolutions, MostCuts: 10),
        new("resnet20-cifar10", "samples/data/cifar10.json", "akamaster_resnet20_cifar10_bn.onnx", ForConvolutions, MostCuts: 5),
        new("resnet56-cifar10", "samples/data/cifar10.json", "akamaster_resnet56_cifar10_bn.onnx", ForDeep, Samples: 128, MostCuts: 3),
    ];

    public bool IsChain => File is null;

    /// <summary>The model's file; null for the perceptron.</summary>
    public string? Path => File is null ? null : System.IO.Path.Combine(Environment.GetEnvironmentVariable("FULCRUM_MODELS") ?? "", File);

    /// <summary>Why it is skipped; null when model and data are there.</summary>
    public string? Missing()
    {
        if (IsChain)
            return MissingData();
        if (Environment.GetEnvironmentVariable("FULCRUM_CIFAR10") is not { Length: > 0 } folder || !Directory.Exists(folder))
            return "FULCRUM_CIFAR10 names no folder of data";
        return System.IO.File.Exists(Path) ? null : $"{File} is not in the folder FULCRUM_MODELS";
    }

    private string? MissingData()
    {
        try
        {
            DatasetStore.Get(Data);
            return null;
        }
        catch (InputException failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Its data.</summary>
    public string DataPath() => IsChain ? System.IO.Path.GetFullPath(DatasetStore.Get(Data)) : Data;
}
