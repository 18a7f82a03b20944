using System.Diagnostics;
using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Runtime.Tests;

public sealed class ResourceLimitTests
{
    [Fact]
    public async Task Create_WhereItIsPossible_LimitsWhoJoinsAndIsGoneAfterwards()
    {
        string[] folders;
        using (var limit = ResourceLimit.Create($"fulcrum-limit-{Environment.ProcessId}", 0.5, 64 << 20))
        {
            if (limit.Refused.Count > 0)
                Assert.Skip($"No control group can be made here: {string.Join(", ", limit.Refused)}.");
            folders = [.. limit.ProcessFiles.Select(f => Path.GetDirectoryName(f)!)];
            Assert.Contains(Read(folders, "cpu.max", "cpu.cfs_quota_us"), t => t.Trim() is "5000 10000" or "5000");
            Assert.Contains(Read(folders, "cpu.max", "cpu.cfs_period_us"), t => t.Trim() is "5000 10000" or "10000");
            Assert.Contains($"{64 << 20}\n", Read(folders, "memory.max", "memory.limit_in_bytes"));
            string said = await Join(limit, "cat /proc/self/cgroup");
            Assert.All(folders, f => Assert.Contains(Path.GetFileName(f), said));
            Assert.False(limit.RanOutOfMemory);
        }

        Assert.All(folders, f => Assert.False(Directory.Exists(f)));
    }

    [Fact]
    public async Task RanOutOfMemory_HungryProcess_IsKilledAndTold()
    {
        using var limit = ResourceLimit.Create($"fulcrum-hungry-{Environment.ProcessId}", null, 16 << 20);
        if (limit.Refused.Count > 0)
            Assert.Skip("No memory limit can be set here.");
        Assert.Contains("ended with 137", await Join(limit, "head -c 100000000 /dev/zero | tail > /dev/null; echo ended with $?"));
        Assert.True(limit.RanOutOfMemory);
    }

    [Fact]
    public void Identify_AnyMachine_HasAtLeastTheThreadsThatAreUsed()
    {
        MachineIdentity machine = MachineReader.Identify();
        Assert.InRange(machine.Threads, 1, machine.Cores);
        Assert.True(machine.MemoryBytes > 0);
    }

    private static IEnumerable<string> Read(string[] folders, params string[] names) => folders.SelectMany(f => names.Select(n => Path.Combine(f, n))).Where(File.Exists).Select(File.ReadAllText);

    private static async Task<string> Join(ResourceLimit limit, string script)
    {
        string join = string.Concat(limit.ProcessFiles.Select(f => $"echo $$ > {f} && "));
        using Process child = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", join + script]) { RedirectStandardOutput = true })!;
        string output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return output;
    }
}
