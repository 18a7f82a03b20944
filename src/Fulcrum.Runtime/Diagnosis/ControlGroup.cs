using System.Globalization;

namespace Fulcrum.Runtime.Diagnosis;

/// <summary>Limits of the Linux control group that the process is in.</summary>
internal static class ControlGroup
{
    /// <summary>Folders of a controller that this process's group is at, or may be: its own path first, then the root. Either version of control groups.</summary>
    /// <param name="controller">Such as <c>cpu</c>.</param>
    public static IReadOnlyList<string> Folders(string controller)
    {
        const string unified = "/sys/fs/cgroup";
        string old = $"{unified}/{controller}";
        string[][] lines = [.. Lines("/proc/self/cgroup").Select(l => l.Split(':', 3)).Where(l => l.Length == 3)];
        IEnumerable<string> Of(string root, string? path) => path is { Length: > 1 } ? [root + path, root] : [root];
        string? first = lines.FirstOrDefault(l => l[1].Split(',').Contains(controller))?[2], second = lines.FirstOrDefault(l => l[0] == "0")?[2];
        return [.. Of(old, first).Concat(Of(unified, second)).Where(Directory.Exists)];
    }

    /// <summary>Cores, the least of the process's own group and those around it; null when there is no limit.</summary>
    public static double? CpuQuota()
    {
        double? least = null;
        foreach (string start in Folders("cpu"))
        {
            for (string? folder = start; folder is { Length: > 14 } or "/sys/fs/cgroup"; folder = Path.GetDirectoryName(folder))
            {
                if (Quota(folder) is double quota && !(quota >= least))
                    least = quota;
            }
        }

        return least;
    }

    private static double? Quota(string folder)
    {
        if (Words(Path.Combine(folder, "cpu.max")) is [string quota, string period] && Number(quota) is double q && Number(period) is double p)
            return q / p;
        return Words(Path.Combine(folder, "cpu.cfs_quota_us")) is [string old] && Words(Path.Combine(folder, "cpu.cfs_period_us")) is [string oldPeriod] && Number(old) is > 0 and double o && Number(oldPeriod) is double op
            ? o / op
            : null;
    }

    private static string[]? Words(string path) => Lines(path) is [string line, ..] ? line.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : null;

    /// <summary>The lines of a file; none when it cannot be read.</summary>
    public static string[] Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}
