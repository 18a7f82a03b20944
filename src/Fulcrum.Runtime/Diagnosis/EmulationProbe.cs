using System.Diagnostics;

namespace Fulcrum.Runtime.Diagnosis;

/// <summary>Tries what tier emulation needs, and undoes it.</summary>
internal static class EmulationProbe
{
    public static EmulationFacts Run()
    {
        bool root = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;
        if (!root)
            return new EmulationFacts(false, false, false, false, false, false);
        string name = $"fulcrum-probe-{Environment.ProcessId}";
        bool space = Succeeds("ip", "netns", "add", name);
        bool rate = space && Succeeds("ip", "netns", "exec", name, "tc", "qdisc", "add", "dev", "lo", "root", "tbf", "rate", "1mbit", "burst", "32kbit", "latency", "50ms");
        if (rate)
            Succeeds("ip", "netns", "exec", name, "tc", "qdisc", "del", "dev", "lo", "root");
        bool delay = space && Succeeds("ip", "netns", "exec", name, "tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms");
        if (space)
            Succeeds("ip", "netns", "del", name);
        using var limit = ResourceLimit.Create(name, 1, 1 << 30);
        return new EmulationFacts(root, space, rate, delay, !limit.Refused.Contains("CPU quota"), !limit.Refused.Contains("memory limit"));
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            return process.WaitForExit(TimeSpan.FromSeconds(5)) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
