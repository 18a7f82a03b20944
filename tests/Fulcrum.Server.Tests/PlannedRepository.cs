using System.Security.Cryptography;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Planning.Offline;
using Fulcrum.Planning.Patterns;
using Fulcrum.Runtime;
using Fulcrum.Zoo;

namespace Fulcrum.Server.Tests;

/// <summary>A repository with the untrained MNIST perceptron and its patterns, made once for all tests of the assembly.</summary>
public sealed class PlannedRepository : IDisposable
{
    public const string Name = "mlp";

    public PlannedRepository()
    {
        Folder = Directory.CreateTempSubdirectory("fulcrum-repository-").FullName;
        Model = ZooCatalog.Create("mnist-mlp6", 1);
        var random = new Random(1);
        byte[] pixels = new byte[400 * 784];
        random.NextBytes(pixels);
        Samples = new DatasetSplit("calibration", 784, pixels, Enumerable.Range(0, 400).Select(_ => (byte)random.Next(10)).ToArray());
        byte[] file = OnnxFile.Serialize(Model);
        PatternSet patterns = new OfflinePlanner(new OnnxRuntimeRunner(), OnnxFile.Serialize).Plan(
            Name, Convert.ToHexStringLower(SHA256.HashData(file)), Model, Samples, new OfflineOptions { Levels = [5], Draws = 1 });
        string version = Directory.CreateDirectory(Path.Combine(Folder, Name, "1")).FullName;
        File.WriteAllBytes(Path.Combine(version, "model.onnx"), file);
        PatternFile.Write(patterns, Path.Combine(version, PatternFile.Name));
    }

    public string Folder { get; }

    public Model Model { get; }

    public DatasetSplit Samples { get; }

    public float[] Inputs(int count)
    {
        float[] values = new float[count * 784];
        Samples.CopySamples(0, values);
        return values;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
