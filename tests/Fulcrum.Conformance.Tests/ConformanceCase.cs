using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Problems;

namespace Fulcrum.Conformance.Tests;

/// <summary>One model of Debian's libonnx-testdata with its stored inputs and outputs.</summary>
internal sealed record ConformanceCase(string Name, string Folder)
{
    private const string Root = "/usr/share/libonnx-testdata/data";

    public static IReadOnlyList<ConformanceCase> All() => Directory.Exists(Root)
        ? [.. Directory.GetFiles(Root, "model.onnx", SearchOption.AllDirectories).Select(Path.GetDirectoryName).Select(f => new ConformanceCase(Path.GetRelativePath(Root, f!), f!)).OrderBy(c => c.Name, StringComparer.Ordinal)]
        : [];

    public string ModelPath => Path.Combine(Folder, "model.onnx");

    public Model Model() => OnnxFile.Read(ModelPath);

    /// <summary>The stored inputs of the first data set, by position; null where one is no plain tensor.</summary>
    public IReadOnlyList<Tensor?> Inputs() => Stored("input");

    /// <summary>The stored outputs of the first data set.</summary>
    public IReadOnlyList<Tensor?> Outputs() => Stored("output");

    /// <summary>The stored inputs whatever their kind, in the order of the model's inputs.</summary>
    public StoredValue[] StoredInputs(Model model)
    {
        string[] files = [.. Enumerable.Range(0, model.Graph.Inputs.Count).Select(i => Path.Combine(Folder, "test_data_set_0", $"input_{i}.pb")).Where(File.Exists)];
        return [.. files.Select((file, i) => StoredValue.Read(file, model.Graph.Inputs[i].Type))];
    }

    private Tensor?[] Stored(string kind)
    {
        string folder = Path.Combine(Folder, "test_data_set_0");
        int count = Directory.Exists(folder) ? Directory.GetFiles(folder, $"{kind}_*.pb").Length : 0;
        return [.. Enumerable.Range(0, count).Select(i => Read(Path.Combine(folder, $"{kind}_{i}.pb")))];
    }

    private static Tensor? Read(string path)
    {
        try
        {
            Tensor tensor = TensorFile.Parse(File.ReadAllBytes(path), path);
            return tensor.Element == ElementType.Undefined ? null : tensor;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
