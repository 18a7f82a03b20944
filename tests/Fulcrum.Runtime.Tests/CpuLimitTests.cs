using System.Diagnostics;
using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Runtime.Tests;

public sealed class CpuLimitTests
{
    [Fact]
    public async Task TryCreate_WhereItIsPossible_LimitsWhoJoinsAndIsGoneAfterwards()
    {
        string folder;
        using (CpuLimit? limit = CpuLimit.TryCreate(0.5, $"fulcrum-limit-{Environment.ProcessId}"))
        {
            if (limit is null)
                Assert.Skip("No control group can be made here.");
            folder = Path.GetDirectoryName(limit.ProcessesFile)!;
            string quota = File.Exists(Path.Combine(folder, "cpu.max")) ? "cpu.max" : "cpu.cfs_quota_us";
            Assert.StartsWith("50000", File.ReadAllText(Path.Combine(folder, quota)));
            using Process child = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo $$ > \"$0\" && cat /proc/self/cgroup", limit.ProcessesFile]) { RedirectStandardOutput = true })!;
            Assert.Contains(Path.GetFileName(folder), await child.StandardOutput.ReadToEndAsync());
            await child.WaitForExitAsync();
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Identify_AnyMachine_HasAtLeastTheThreadsThatAreUsed()
    {
        MachineIdentity machine = MachineReader.Identify();
        Assert.InRange(machine.Threads, 1, machine.Cores);
        Assert.True(machine.MemoryBytes > 0);
    }
}
