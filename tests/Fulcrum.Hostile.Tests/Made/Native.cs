using System.Runtime.InteropServices;

namespace Fulcrum.Hostile.Tests.Made;

/// <summary>What .NET has no call for.</summary>
internal static partial class Native
{
    public static void HardLink(string existing, string path) => Assert.Equal(0, Link(existing, path));

    public static void Fifo(string path) => Assert.Equal(0, MakeFifo(path, 0x1B6));

    /// <summary>Makes a file look that long; it takes no room on the disk.</summary>
    public static void Lengthen(string path, long length)
    {
        using FileStream stream = File.OpenWrite(path);
        stream.SetLength(length);
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string path);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
