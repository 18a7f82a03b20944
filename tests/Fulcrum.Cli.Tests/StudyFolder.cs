using System.Diagnostics;

namespace Fulcrum.Cli.Tests;

/// <summary>A small study of the trained model in a folder of its own, and what of it is left on the machine.</summary>
internal sealed class StudyFolder : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("fulcrum-study-").FullName;

    public StudyFolder(string model, string study)
    {
        File.Copy(model, Path.Combine(_home, "mlp.onnx"));
        File.WriteAllText(Path.Combine(_home, "tiers.yaml"), "tiers: [{name: near}, {name: far}]\nlinks: [{from: near, to: far, up: 20Mbps}]\n");
        File.WriteAllText(Study, $"name: small\ntiers: tiers.yaml\nmodels: [{{name: mlp, file: mlp.onnx, data: digits}}]\ncalibrate: false\n{study}");
    }

    public string Study => Path.Combine(_home, "study.yaml");

    public string Out => Path.Combine(_home, "out");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    /// <summary>Measured blocks.</summary>
    public string[] Blocks() => Directory.Exists(Path.Combine(Out, "rounds")) ? [.. Directory.GetFiles(Path.Combine(Out, "rounds"), "*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];

    /// <summary>Processes started with this folder that run a verb.</summary>
    public IEnumerable<int> Running(string verb) => Processes().Where(p => IsOf(p.Said.Split('\0'), verb)).Select(p => p.Id);

    private static bool IsOf(string[] said, string verb) => Path.GetFileName(said[0]) == Path.GetFileName(FulcrumProcess.Command.FileName) && said.ElementAtOrDefault(FulcrumProcess.Command.Prefix.Count + 1) == verb;

    /// <summary>Waits until something is there.</summary>
    /// <returns>It, or the default when the process ends before, or it takes longer than half a minute.</returns>
    public static async Task<T?> Wait<T>(Process process, Func<T?> look)
    {
        for (int i = 0; i < 1500 && !process.HasExited; i++)
        {
            if (look() is T found && !EqualityComparer<T>.Default.Equals(found, default))
                return found;
            await Task.Delay(20);
        }

        return default;
    }

    /// <summary>Kills a process alone, and gives what is left of the study some seconds later: processes, namespaces, control groups.</summary>
    public async Task<string[]> Kill(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
        for (int i = 0; i < 200 && Left(process.Id).Length > 0; i++)
            await Task.Delay(50);
        return Left(process.Id);
    }

    public string[] Left(int process)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        IEnumerable<string> groups = Directory.Exists("/sys/fs/cgroup") ? Directory.EnumerateDirectories("/sys/fs/cgroup", $"fulcrum-{process}-*", all) : [];
        IEnumerable<string> spaces = Directory.Exists("/run/netns") ? Directory.EnumerateFiles("/run/netns", $"fulcrum-{process}-*") : [];
        return [.. Processes().Select(p => p.Said.Replace('\0', ' ')), .. groups, .. spaces];
    }

    private IEnumerable<(int Id, string Said)> Processes() => Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _))
        .Select(p => (int.Parse(Path.GetFileName(p)), Said(p))).Where(p => p.Item2.Contains(_home, StringComparison.Ordinal)).ToArray();

    private static string Said(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
