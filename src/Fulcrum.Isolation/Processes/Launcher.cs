using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Fulcrum.Isolation.Child;
using Fulcrum.Isolation.Native;
using Microsoft.Win32.SafeHandles;

namespace Fulcrum.Isolation.Processes;

/// <summary>
/// Starts workers, all from one thread that never ends: Linux tells a child that its parent died when the thread that made it does. Only there is the worker's end of the connection inheritable, and only while one is started.
/// </summary>
internal static class Launcher
{
    private const int CloseOnExec = 1;
    private static readonly BlockingCollection<Action> Work = [];

    static Launcher() => new Thread(() =>
    {
        foreach (Action start in Work.GetConsumingEnumerable())
            start();
    }) { IsBackground = true, Name = "workers" }.Start();

    /// <summary>Starts a worker.</summary>
    /// <param name="command">The program.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="memory">Its limit.</param>
    /// <param name="theirs">Its end of the connection, closed here afterwards.</param>
    /// <exception cref="WorkerFailure">It cannot be started.</exception>
    public static Process Start(WorkerCommand command, string folder, long memory, SafeFileHandle theirs)
    {
        var started = new TaskCompletionSource<Process>();
        Work.Add(() =>
        {
            try
            {
                using (theirs)
                {
                    _ = MemoryCalls.Control(theirs, MemoryCalls.SetFlags, 0);
                    started.SetResult(Process.Start(Describe(command, folder, memory, (int)theirs.DangerousGetHandle()))!);
                    _ = MemoryCalls.Control(theirs, MemoryCalls.SetFlags, CloseOnExec);
                }
            }
            catch (Exception failure)
            {
                started.TrySetException(failure);
            }
        });
        try
        {
            return started.Task.GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            throw new WorkerFailure($"The worker's program cannot be started: {failure.Message}.", failure);
        }
    }

    private static ProcessStartInfo Describe(WorkerCommand command, string folder, long memory, int descriptor)
    {
        var start = new ProcessStartInfo(command.FileName) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (IEnumerable<string>)[.. command.Prefix, WorkerArguments.Verb, WorkerArguments.Confine, .. ((IEnumerable<long>)[descriptor, memory, Environment.ProcessId]).Select(n => n.ToString(CultureInfo.InvariantCulture))])
            start.ArgumentList.Add(argument);
        // Nothing of this process' environment but where .NET is; no debugger's door, no files in the common temporary folder.
        start.Environment.Clear();
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["TMPDIR"] = start.Environment["HOME"] = folder;
        return start;
    }
}
