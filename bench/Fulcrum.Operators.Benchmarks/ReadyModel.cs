using System.Security.Cryptography;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>A model whose file and data are here.</summary>
internal sealed record ReadyModel(ModelEntry Entry, string Path, string Data)
{
    public string Sha256 { get; } = Hash(Path);

    public static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}

/// <summary>Gets models and data ready, or says what is missing.</summary>
internal sealed class ModelPreparation(FulcrumProcess fulcrum, BenchOptions options)
{
    private const string MnistVariable = "FULCRUM_MNIST", ModelsVariable = "FULCRUM_MODELS";

    /// <summary>The model, or why it is skipped.</summary>
    public (ReadyModel? Model, string? Missing) Prepare(ModelEntry entry)
    {
        if (entry.Variable == MnistVariable && Folder(MnistVariable) is null && Fetch("mnist").Folder is string mnist)
            Environment.SetEnvironmentVariable(MnistVariable, Path.GetFullPath(mnist));
        if (entry.Variable is string variable && Folder(variable) is null)
            return (null, $"{variable} names no folder of data");
        (string? data, string? missing) = entry.Variable is null ? Fetch(entry.Data) : (entry.Data, null);
        if (data is null)
            return (null, missing);
        (string? path, missing) = entry.Architecture is string architecture ? Train(entry, architecture, data) : Find(entry);
        return path is null ? (null, missing) : (new ReadyModel(entry, path, data), null);
    }

    private (string? Folder, string? Missing) Fetch(string name)
    {
        VerbOutput output = fulcrum.Run("data", "get", name, "-o", Path.Combine(options.Out, "data"), "--output", "json");
        return output.ExitCode == 0 ? (output.Json.GetProperty("path").GetString(), null) : (null, output.Reason);
    }

    private (string? Path, string? Missing) Train(ModelEntry entry, string architecture, string data)
    {
        string path = Path.Combine(options.Out, entry.Name, "model.onnx");
        if (File.Exists(path))
            return (path, null);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        VerbOutput output = fulcrum.Run(["train", architecture, "--data", data, "-o", path, "--seed", $"{options.Seed}", "--output", "json", .. entry.Fit?.Split(' ') ?? []]);
        return output.ExitCode == 0 ? (path, null) : (null, output.Reason);
    }

    private static (string? Path, string? Missing) Find(ModelEntry entry)
    {
        string? found = new[] { Folder(ModelsVariable), entry.Variable is string variable ? Folder(variable) : null }.OfType<string>().Select(f => Path.Combine(f, entry.File!)).FirstOrDefault(File.Exists);
        return found is null ? (null, $"{entry.File} is not in the folder {ModelsVariable}") : (found, null);
    }

    private static string? Folder(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder && Directory.Exists(folder) ? folder : null;
}
