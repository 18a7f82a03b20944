using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Fulcrum.Isolation.Native;

namespace Fulcrum.Isolation.Child;

/// <summary>
/// The first half of a worker's start: the process limits itself, then becomes the program anew. Everything that the second program has, threads of the .NET runtime included, was born inside the limits.
/// </summary>
internal static class Confinement
{
    private const ulong MostFiles = 256, SpareProcesses = 512;
    private const int SetFlags = 2, CloseOnExec = 1, FirstOther = 3;

    /// <summary>Limits this process and becomes the worker; returns only when that fails.</summary>
    /// <param name="descriptor">The connection to the server, the only handle that stays open but the standard ones.</param>
    /// <param name="memory">Most bytes of data, of all allocations together.</param>
    /// <param name="owner">The server's process.</param>
    public static int Enter(int descriptor, long memory, int owner)
    {
        List<string> done = [], refused = [];
        void Try(string what, int result) => (result == 0 ? done : refused).Add(result == 0 ? what : $"{what} ({Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())})");

        // Ctrl-C at the server's terminal is the server's to handle.
        Try("a session of its own", ProcessCalls.OwnSession() < 0 ? -1 : 0);
        Try("ends with the server", ProcessCalls.Control(ProcessCalls.DeathSignal, ProcessCalls.Kill, 0, 0, 0));
        if (ProcessCalls.Parent() != owner)
            return 1;
        ulong processes = Tasks() + SpareProcesses;
        Try(string.Create(CultureInfo.InvariantCulture, $"at most {memory >> 20} MiB of memory"), Limit(ProcessCalls.DataLimit, (ulong)memory));
        Try("no core files", Limit(ProcessCalls.CoreLimit, 0));
        Try(string.Create(CultureInfo.InvariantCulture, $"at most {MostFiles} open files"), Limit(ProcessCalls.FileLimit, MostFiles));
        Try(string.Create(CultureInfo.InvariantCulture, $"at most {processes} threads of its user"), Environment.IsPrivilegedProcess ? NotForRoot(processes) : Limit(ProcessCalls.ProcessLimit, processes));
        Try("first to go when memory is short", GoFirst());
        Try("a network of its own with nothing in it", ProcessCalls.Unshare(ProcessCalls.OwnNetwork | ProcessCalls.OwnMessages));
        Try("no new privileges", ProcessCalls.Control(ProcessCalls.NoNewPrivileges, 1, 0, 0, 0));
        KeepOpen(descriptor);
        string report = string.Join(", ", done) + (refused.Count > 0 ? $"; not: {string.Join(", ", refused)}" : "");
        return Become([WorkerArguments.Serve, descriptor.ToString(CultureInfo.InvariantCulture)], report);
    }

    private static int Limit(int resource, ulong most) => ProcessCalls.SetLimit(resource, new ProcessCalls.Limit { Current = most, Most = most });

    /// <summary>Linux does not hold root to this limit; it is set all the same, for what drops its rights.</summary>
    private static int NotForRoot(ulong most)
    {
        int result = Limit(ProcessCalls.ProcessLimit, most);
        Marshal.SetLastPInvokeError(1);
        return result == 0 ? -1 : result;
    }

    /// <summary>Tasks on this machine now: the limit counts those of the same user wherever they run, so it lies above all that there are.</summary>
    private static ulong Tasks()
    {
        string[] fields = File.ReadAllText("/proc/loadavg").Split(' ', '/');
        return fields.Length > 4 && ulong.TryParse(fields[4], CultureInfo.InvariantCulture, out ulong tasks) ? tasks : 4096;
    }

    private static int GoFirst()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
            return 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    /// <summary>Every handle but the standard ones and one is closed when the program changes.</summary>
    private static void KeepOpen(int kept)
    {
        foreach (int descriptor in Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(f => int.Parse(Path.GetFileName(f), CultureInfo.InvariantCulture)).ToArray())
        {
            if (descriptor >= FirstOther)
                _ = MemoryCalls.Control(descriptor, SetFlags, descriptor == kept ? 0 : CloseOnExec);
        }
    }

    /// <summary>Becomes this program with other arguments behind the verb.</summary>
    private static int Become(string[] arguments, string report)
    {
        string[] now = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline")).TrimEnd('\0').Split('\0');
        int verb = Array.LastIndexOf(now, WorkerArguments.Verb);
        string?[] environment = [.. Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/environ")).TrimEnd('\0').Split('\0'), $"{WorkerArguments.Report}={report}", null];
        _ = ProcessCalls.Become(File.ResolveLinkTarget("/proc/self/exe", returnFinalTarget: false)!.FullName, [.. now[..(verb + 1)], .. arguments, null], environment);
        Console.Error.WriteLine($"The worker cannot start: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        return 1;
    }
}
