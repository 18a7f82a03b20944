using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Fulcrum.Problems;
using Microsoft.Win32.SafeHandles;

namespace Fulcrum.Onnx.Files;

/// <summary>A file that was opened first and then checked, so that what was checked is what is read: no link, pipe or device can be slipped in between.</summary>
/// <param name="Handle">The open file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Links">How many names it has; 1 where the platform does not say.</param>
/// <param name="RealPath">The path that the kernel says was opened; null where the platform does not say.</param>
internal sealed partial record RegularFile(SafeFileHandle Handle, long Length, long Links, string? RealPath)
{
    private const int ReadOnlyNonBlockingCloseOnExec = 0x800 | 0x80000;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7FF;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Opens a file for reading without waiting, and makes sure that it is a plain file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="InputException"><c>model-not-found</c>, <c>model-not-readable</c>, <c>model-not-a-file</c>.</exception>
    public static RegularFile Open(string path, string place)
    {
        try
        {
            return OperatingSystem.IsLinux() ? OpenOnLinux(path, place) : OpenAnywhere(path, place);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("model-not-found", place, $"There is no file '{path}'.", "Check the path.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException("model-not-readable", place, failure.Message, "Check the file and its permissions.", failure);
        }
    }

    private static InputException NotAFile(string path, string place) =>
        new("model-not-a-file", place, $"'{path}' is no plain file: a folder, a pipe or a device.", "Give a file on disk.");

    private static RegularFile OpenOnLinux(string path, string place)
    {
        string full = Path.GetFullPath(path);
        int descriptor = OpenNative(full, ReadOnlyNonBlockingCloseOnExec);
        if (descriptor < 0)
            throw Failure(full, Marshal.GetLastPInvokeError());
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        Span<byte> status = stackalloc byte[256];
        if (StatNative(descriptor, "", EmptyPath, BasicStats, ref MemoryMarshal.GetReference(status)) != 0)
            throw Failure(full, Marshal.GetLastPInvokeError());
        if ((BinaryPrimitives.ReadUInt16LittleEndian(status[28..]) & TypeMask) != Regular)
            throw NotAFile(path, place);
        string? real = File.ResolveLinkTarget($"/proc/self/fd/{descriptor}", returnFinalTarget: false)?.FullName;
        return new RegularFile(handle, BinaryPrimitives.ReadInt64LittleEndian(status[40..]), BinaryPrimitives.ReadUInt32LittleEndian(status[16..]), real);
    }

    private static RegularFile OpenAnywhere(string path, string place)
    {
        var file = new FileInfo(path);
        if (file.Exists && (file.Attributes & (FileAttributes.Device | FileAttributes.Directory)) != 0)
            throw NotAFile(path, place);
        SafeFileHandle handle = File.OpenHandle(path);
        return new RegularFile(handle, RandomAccess.GetLength(handle), 1, null);
    }

    private static Exception Failure(string path, int error)
    {
        string message = Marshal.GetPInvokeErrorMessage(error);
        return error switch
        {
            2 or 20 => new FileNotFoundException(message, path),
            13 or 1 => new UnauthorizedAccessException($"{message}: {path}"),
            _ => new IOException($"{message}: {path}"),
        };
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNative(string path, int flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatNative(int folder, string path, int flags, uint mask, ref byte status);
}
