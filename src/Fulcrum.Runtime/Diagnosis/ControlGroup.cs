using System.Globalization;

namespace Fulcrum.Runtime.Diagnosis;

/// <summary>Limits of the Linux control group that the process is in.</summary>
internal static class ControlGroup
{
    /// <summary>Cores, from either version of control groups; null when there is no limit.</summary>
    public static double? CpuQuota()
    {
        if (Words("/sys/fs/cgroup/cpu.max") is [string quota, string period] && Number(quota) is double q && Number(period) is double p)
            return q / p;
        return Words("/sys/fs/cgroup/cpu/cpu.cfs_quota_us") is [string old] && Words("/sys/fs/cgroup/cpu/cpu.cfs_period_us") is [string oldPeriod] && Number(old) is > 0 and double o && Number(oldPeriod) is double op
            ? o / op
            : null;
    }

    private static string[]? Words(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;
}
