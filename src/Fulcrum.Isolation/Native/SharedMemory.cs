using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Fulcrum.Isolation.Native;

/// <summary>
/// Memory that two processes map. It has no name in any folder and its length is sealed: whoever else holds it cannot cut it short, which would kill those who read it.
/// </summary>
internal sealed unsafe class SharedMemory : SafeHandleMinusOneIsInvalid
{
    private readonly nuint _mapped;

    private SharedMemory(SafeFileHandle? file, nint address, long length) : base(ownsHandle: true)
    {
        (File, Length, _mapped) = (file, length, (nuint)length);
        SetHandle(address);
    }

    /// <summary>What to hand to the other process; null on that side.</summary>
    public SafeFileHandle? File { get; }

    /// <summary>Bytes, at least 1.</summary>
    public long Length { get; }

    /// <summary>Where it begins.</summary>
    public nint Address => IsClosed ? throw new ObjectDisposedException(nameof(SharedMemory)) : handle;

    /// <summary>The first bytes.</summary>
    public Span<byte> Bytes(long length) => length <= Length ? new Span<byte>((void*)Address, checked((int)length)) : throw new ArgumentOutOfRangeException(nameof(length));

    /// <summary>Zeroed memory of at least one byte.</summary>
    /// <exception cref="IOException">The system has none.</exception>
    public static SharedMemory Create(long length)
    {
        int descriptor = MemoryCalls.CreateMemory("fulcrum", MemoryCalls.CloseOnExec | MemoryCalls.AllowSealing);
        if (descriptor < 0)
            throw Failure();
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            long size = Math.Max(1, length);
            return MemoryCalls.SetLength(file, size) == 0 && MemoryCalls.Control(file, MemoryCalls.AddSeals, MemoryCalls.FixedLength) == 0 ? Map(file, size, keepsFile: true) : throw Failure();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Memory that the other process made; the handle is closed.</summary>
    /// <exception cref="IOException">It cannot be mapped.</exception>
    public static SharedMemory Open(SafeFileHandle file, long length)
    {
        using (file)
            return Map(file, length, keepsFile: false);
    }

    protected override bool ReleaseHandle()
    {
        File?.Dispose();
        return MemoryCalls.Unmap(handle, _mapped) == 0;
    }

    private static SharedMemory Map(SafeFileHandle file, long length, bool keepsFile)
    {
        nint address = MemoryCalls.Map(0, (nuint)length, MemoryCalls.ReadWrite, MemoryCalls.Shared, file, 0);
        return address != -1 ? new SharedMemory(keepsFile ? file : null, address, length) : throw Failure();
    }

    private static IOException Failure() => new($"Memory cannot be shared: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
}
