using System.Runtime.InteropServices;

namespace Fulcrum.Isolation.Native;

/// <summary>Linux' calls by which a process limits itself.</summary>
internal static partial class ProcessCalls
{
    public const int DataLimit = 2, CoreLimit = 4, ProcessLimit = 6, FileLimit = 7;
    public const int DeathSignal = 1, NoNewPrivileges = 38, Kill = 9;
    public const int OwnNetwork = 0x40000000, OwnMessages = 0x08000000;

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    public static partial int Control(int option, nint first, nint second, nint third, nint fourth);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    public static partial int OwnSession();

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int Parent();

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Become(string path, string?[] arguments, string?[] environment);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void End(int status);

    /// <summary>struct rlimit.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Limit
    {
        public ulong Current;
        public ulong Most;
    }
}
