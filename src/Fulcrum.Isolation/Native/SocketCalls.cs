using System.Runtime.InteropServices;

namespace Fulcrum.Isolation.Native;

/// <summary>Linux' calls for sockets between two processes of one machine.</summary>
internal static unsafe partial class SocketCalls
{
    public const int Local = 1, Stream = 1, CloseOnExec = 0x80000;
    public const int NoSignal = 0x4000, HandlesCloseOnExec = 0x40000000;
    public const int SocketLevel = 1, SendTimeout = 21, Rights = 1;
    public const short Readable = 1;
    public const int Interrupted = 4, Again = 11;

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    public static partial int Pair(int domain, int type, int protocol, int* descriptors);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint Send(SafeHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint Receive(SafeHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int Set(SafeHandle socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    /// <summary>struct msghdr of 64-bit Linux.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public Piece* Pieces;
        public nuint PieceCount;
        public void* Ancillary;
        public nuint AncillaryLength;
        public int Flags;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Piece
    {
        public void* First;
        public nuint Length;
    }

    /// <summary>struct cmsghdr with one descriptor behind it, padded as CMSG_SPACE does.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct OneHandle
    {
        /// <summary>CMSG_LEN of one descriptor.</summary>
        public const int Used = 20;

        public nuint Length;
        public int Level;
        public int Type;
        public int Descriptor;
        public int Padding;
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
