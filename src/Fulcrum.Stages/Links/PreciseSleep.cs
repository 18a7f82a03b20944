using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Fulcrum.Stages.Links;

/// <summary>
/// Sleeps to a point in time far more exactly than timers do, and without spinning where the system can: a tier under a CPU quota would pay for every turn.
/// On Linux nanosleep with the smallest timer slack; elsewhere milliseconds, and spinning for the last one.
/// </summary>
internal static partial class PreciseSleep
{
    private const int SetTimerSlack = 29;

    /// <summary>Asks for exact wake-ups of the calling thread.</summary>
    public static void PrepareThread()
    {
        if (OperatingSystem.IsLinux())
            _ = ProcessControl(SetTimerSlack, 1, 0, 0, 0);
    }

    /// <summary>Returns at a time of <see cref="Stopwatch.GetTimestamp"/>, or at once when it is past.</summary>
    public static void Until(double timestamp)
    {
        for (double left = timestamp - Stopwatch.GetTimestamp(); left > 0; left = timestamp - Stopwatch.GetTimestamp())
        {
            double seconds = left / Stopwatch.Frequency;
            if (OperatingSystem.IsLinux())
                Sleep(new TimeSpec((nint)Math.Floor(seconds), (nint)(1e9 * (seconds - Math.Floor(seconds)))));
            else if (seconds > 0.002)
                Thread.CurrentThread.Join(TimeSpan.FromSeconds(seconds - 0.001));
            else
                Thread.SpinWait(20);
        }
    }

    private static void Sleep(TimeSpec time) => _ = NanoSleep(in time, 0);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec time, nint rest);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);
}
