using System.Globalization;

namespace Fulcrum.Runtime.Diagnosis;

/// <summary>A control group with a CPU quota and a memory limit, empty at first and removed when disposed; needs root. Either version of control groups.</summary>
public sealed class ResourceLimit : IDisposable
{
    private const int PeriodMicroseconds = 10_000, Weight = 8;
    private static readonly string[] MemoryEvents = ["memory.oom_control", "memory.events"];
    private readonly List<string> _folders = [];
    private readonly List<string> _refused = [];
    private string? _memory;

    private ResourceLimit()
    {
    }

    /// <summary>Processes whose number is written to each of these files, and their children, run under the limits; empty where no group can be made.</summary>
    public IReadOnlyList<string> ProcessFiles => [.. _folders.Select(f => Path.Combine(f, "cgroup.procs"))];

    /// <summary>What was asked for and cannot be set here: <c>CPU quota</c>, <c>memory limit</c>.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Whether a process was killed because it wanted more memory than its limit.</summary>
    public bool RanOutOfMemory => _memory is not null && MemoryEvents.SelectMany(f => ControlGroup.Lines(Path.Combine(_memory, f)))
        .Any(l => l.Split(' ') is ["oom_kill", string times] && times != "0");

    /// <summary>Makes a group; with neither limit it only holds its processes together.</summary>
    /// <param name="name">A name for it, unique on the machine.</param>
    /// <param name="cores">The CPU quota, more than 0; null: none.</param>
    /// <param name="memoryBytes">The memory limit; null: none.</param>
    public static ResourceLimit Create(string name, double? cores, long? memoryBytes = null)
    {
        var limit = new ResourceLimit();
        if (limit.TryAdd("cpu", name, f => TrySetCpu(f, cores)) is null && cores is not null)
            limit._refused.Add("CPU quota");
        if (memoryBytes is long bytes && (limit._memory = limit.TryAdd("memory", name, f => TrySetMemory(f, bytes))) is null)
            limit._refused.Add("memory limit");
        return limit;
    }

    /// <summary>Removes the group; its processes must have ended.</summary>
    public void Dispose()
    {
        foreach (string folder in _folders)
            TryRemove(folder);
    }

    private string? TryAdd(string controller, string name, Func<string, bool> set)
    {
        foreach (string parent in ControlGroup.Folders(controller))
        {
            string folder = Path.Combine(parent, name);
            try
            {
                string enable = Path.Combine(parent, "cgroup.subtree_control");
                if (File.Exists(enable))
                    File.WriteAllText(enable, $"+{controller}");
                Directory.CreateDirectory(folder);
                if (set(folder))
                {
                    if (!_folders.Contains(folder))
                        _folders.Add(folder);
                    return folder;
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // The next parent may allow it.
            }

            if (!_folders.Contains(folder))
                TryRemove(folder);
        }

        return null;
    }

    /// <summary>A quota is a most; so that it is had under other load too, the group weighs for each of its cores what <see cref="Weight"/> other processes do.</summary>
    private static bool TrySetCpu(string folder, double? cores)
    {
        (string Quota, string Weight, int One)[] versions = [("cpu.max", "cpu.weight", 100), ("cpu.cfs_quota_us", "cpu.shares", 1024)];
        (string quota, string weight, int one) = versions.FirstOrDefault(v => File.Exists(Path.Combine(folder, v.Quota)));
        if (quota is null || cores is not double held)
            return quota is not null;
        long microseconds = Math.Max(1000, (long)(held * PeriodMicroseconds));
        if (quota != "cpu.max")
            File.WriteAllText(Path.Combine(folder, "cpu.cfs_period_us"), PeriodMicroseconds.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(Path.Combine(folder, quota), quota == "cpu.max" ? string.Create(CultureInfo.InvariantCulture, $"{microseconds} {PeriodMicroseconds}") : microseconds.ToString(CultureInfo.InvariantCulture));
        File.WriteAllText(Path.Combine(folder, weight), ((int)Math.Clamp(Weight * held * one, one, 100 * one)).ToString(CultureInfo.InvariantCulture));
        return true;
    }

    private static bool TrySetMemory(string folder, long bytes)
    {
        string limit = bytes.ToString(CultureInfo.InvariantCulture);
        (string Most, string Swap, string NoSwap)[] versions = [("memory.max", "memory.swap.max", "0"), ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes", limit)];
        foreach ((string most, string swap, string noSwap) in versions)
        {
            if (!File.Exists(Path.Combine(folder, most)))
                continue;
            File.WriteAllText(Path.Combine(folder, most), limit);
            // Without accounting of swap there is no such file, and pages may go there.
            if (File.Exists(Path.Combine(folder, swap)))
                File.WriteAllText(Path.Combine(folder, swap), noSwap);
            return true;
        }

        return false;
    }

    private static void TryRemove(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Something still runs in it: the group goes with the machine's next start.
        }
    }
}
