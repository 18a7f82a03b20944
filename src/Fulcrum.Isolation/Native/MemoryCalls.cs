using System.Runtime.InteropServices;

namespace Fulcrum.Isolation.Native;

/// <summary>Linux' calls for memory that is shared by handle.</summary>
internal static partial class MemoryCalls
{
    public const uint CloseOnExec = 1, AllowSealing = 2;
    public const int AddSeals = 1033, SetFlags = 2, ReadWrite = 3, Shared = 1;

    /// <summary>F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW: nobody who holds the handle can change the length, or this.</summary>
    public const int FixedLength = 1 | 2 | 4;

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int CreateMemory(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    public static partial int SetLength(SafeHandle file, long length);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(SafeHandle file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int file, int command, int argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint length, int protection, int flags, SafeHandle file, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint length);
}
