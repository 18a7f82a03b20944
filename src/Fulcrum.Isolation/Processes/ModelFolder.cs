using System.Globalization;
using Fulcrum.Graphs;
using Fulcrum.Onnx;

namespace Fulcrum.Isolation.Processes;

/// <summary>A folder of one loaded model: its file, for this start of the worker and those to come, and the worker's working directory. Gone with the model; what servers that were killed left is deleted by the next one.</summary>
internal sealed class ModelFolder : IDisposable
{
    /// <summary>Bytes of weights above which they are written beside the model, where the runtime maps them.</summary>
    private const long LargeModel = 64 << 20;

    private const string Mark = "fulcrum-worker-";
    private static readonly Lazy<bool> Tidied = new(Tidy);
    private readonly string _folder;

    /// <summary>Writes the model.</summary>
    public ModelFolder(Model model)
    {
        _ = Tidied.Value;
        _folder = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Mark}{Environment.ProcessId}-")).FullName;
        try
        {
            Work = Directory.CreateDirectory(Path.Combine(_folder, "work")).FullName;
            bool isLarge = ModelTensors.Of(model).Sum(t => t.Data!.Length) > LargeModel;
            OnnxFile.Write(model, Path.Combine(_folder, "model.onnx"), isLarge ? ExternalData.Beside : ExternalData.Embed);
            Bytes = new DirectoryInfo(_folder).EnumerateFiles().Sum(f => f.Length);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The working directory.</summary>
    public string Work { get; }

    /// <summary>Bytes of the model's files.</summary>
    public long Bytes { get; }

    /// <inheritdoc/>
    public void Dispose() => Delete(_folder);

    private static bool Tidy()
    {
        foreach (string folder in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Mark}*").ToArray())
        {
            string owner = Path.GetFileName(folder)[Mark.Length..].Split('-')[0];
            if (OperatingSystem.IsLinux() && !Directory.Exists($"/proc/{owner}"))
                Delete(folder);
        }

        return true;
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next server tries again.
        }
    }
}
