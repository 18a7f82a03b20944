using System.Globalization;

namespace Fulcrum.Runtime.Diagnosis;

/// <summary>A control group with a CPU quota, empty at first and removed when disposed; needs root. Either version of control groups.</summary>
public sealed class CpuLimit : IDisposable
{
    private const int PeriodMicroseconds = 100_000;
    private readonly string _folder;

    private CpuLimit(string folder) => _folder = folder;

    /// <summary>Processes whose number is written to this file, and their children, run under the quota.</summary>
    public string ProcessesFile => Path.Combine(_folder, "cgroup.procs");

    /// <summary>Makes one; null where that is not possible.</summary>
    /// <param name="cores">The quota, more than 0.</param>
    /// <param name="name">A name for the group, unique on the machine.</param>
    public static CpuLimit? TryCreate(double cores, string name)
    {
        long quota = Math.Max(1000, (long)(cores * PeriodMicroseconds));
        foreach (string parent in ControlGroup.Folders())
        {
            var limit = new CpuLimit(Path.Combine(parent, name));
            if (limit.TrySet(parent, quota))
                return limit;
            limit.Dispose();
        }

        return null;
    }

    /// <summary>Removes the group; its processes must have ended.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(_folder))
                Directory.Delete(_folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Something still runs in it: the group goes with the machine's next start.
        }
    }

    private bool TrySet(string parent, long quota)
    {
        try
        {
            string enable = Path.Combine(parent, "cgroup.subtree_control"), most = Path.Combine(_folder, "cpu.max"), old = Path.Combine(_folder, "cpu.cfs_quota_us");
            if (File.Exists(enable))
                File.WriteAllText(enable, "+cpu");
            Directory.CreateDirectory(_folder);
            if (File.Exists(most))
                File.WriteAllText(most, string.Create(CultureInfo.InvariantCulture, $"{quota} {PeriodMicroseconds}"));
            else if (File.Exists(old))
                File.WriteAllText(old, quota.ToString(CultureInfo.InvariantCulture));
            else
                return false;
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
