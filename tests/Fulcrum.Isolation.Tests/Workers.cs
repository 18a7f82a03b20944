using Fulcrum.Graphs;

namespace Fulcrum.Isolation.Tests;

/// <summary>Workers of this machine, told apart by the graph's name of the model that they run.</summary>
internal static class Workers
{
    /// <summary>A model under a name of its own.</summary>
    public static (Model Model, string Mark) Marked(Model model)
    {
        string mark = $"marked{Guid.NewGuid():N}";
        return (model with { Graph = model.Graph with { Name = mark } }, mark);
    }

    /// <summary>The process that runs a marked model; 0 without one.</summary>
    public static int Of(string mark)
    {
        foreach (string process in Directory.GetDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)))
        {
            try
            {
                if (File.ReadAllText($"{process}/cmdline").Contains("\0worker\0serve\0") && File.ReadAllText(Path.Combine(Path.GetDirectoryName(new FileInfo($"{process}/cwd").LinkTarget)!, "model.onnx")).Contains(mark) && Work.Lives(int.Parse(Path.GetFileName(process))))
                    return int.Parse(Path.GetFileName(process));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // It ended while it was looked at.
            }
        }

        return 0;
    }
}
