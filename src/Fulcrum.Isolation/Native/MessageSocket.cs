using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Fulcrum.Isolation.Native;

/// <summary>One end of a pair of connected sockets: bytes, and handles beside them. Blocking, without an allocation.</summary>
/// <param name="handle">The end.</param>
internal sealed unsafe class MessageSocket(SafeFileHandle handle) : IDisposable
{
    /// <summary>An end for each side.</summary>
    /// <exception cref="IOException">The system has none.</exception>
    public static (MessageSocket Mine, SafeFileHandle Theirs) Pair()
    {
        int* ends = stackalloc int[2];
        if (SocketCalls.Pair(SocketCalls.Local, SocketCalls.Stream | SocketCalls.CloseOnExec, 0, ends) != 0)
            throw Failure(Marshal.GetLastPInvokeError());
        return (new MessageSocket(new SafeFileHandle(ends[0], ownsHandle: true)), new SafeFileHandle(ends[1], ownsHandle: true));
    }

    /// <summary>The most that sending waits for the other side to read.</summary>
    public void LimitSending(TimeSpan patience)
    {
        long* time = stackalloc long[2] { (long)patience.TotalSeconds, 0 };
        if (SocketCalls.Set(handle, SocketCalls.SocketLevel, SocketCalls.SendTimeout, time, 16) != 0)
            throw Failure(Marshal.GetLastPInvokeError());
    }

    /// <summary>Sends all bytes, with a handle beside the first.</summary>
    /// <exception cref="IOException">The other side has gone, or does not read.</exception>
    public void Send(ReadOnlySpan<byte> bytes, SafeFileHandle? passed = null)
    {
        fixed (byte* first = bytes)
        {
            for (int at = 0; at < bytes.Length;)
                at += Send(first + at, bytes.Length - at, at == 0 ? passed : null);
        }
    }

    /// <summary>Fills a span.</summary>
    /// <param name="into">It.</param>
    /// <param name="patience">How long all of it may take; infinite: any time.</param>
    /// <param name="takesHandle">Whether a handle may come beside the first bytes; otherwise the kernel drops it.</param>
    /// <exception cref="IOException">The other side has gone.</exception>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public SafeFileHandle? Receive(Span<byte> into, TimeSpan patience, bool takesHandle = false)
    {
        SafeFileHandle? passed = null;
        long started = Stopwatch.GetTimestamp();
        bool added = false;
        try
        {
            handle.DangerousAddRef(ref added);
            fixed (byte* first = into)
            {
                for (int at = 0; at < into.Length;)
                {
                    Wait(started, patience);
                    at += Receive(first + at, into.Length - at, takesHandle, ref passed);
                }
            }

            return passed;
        }
        finally
        {
            if (added)
                handle.DangerousRelease();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private int Send(byte* bytes, int length, SafeFileHandle? passed)
    {
        var piece = new SocketCalls.Piece { First = bytes, Length = (nuint)length };
        var message = new SocketCalls.MessageHeader { Pieces = &piece, PieceCount = 1 };
        SocketCalls.OneHandle beside = default;
        bool added = false;
        try
        {
            if (passed is not null)
            {
                passed.DangerousAddRef(ref added);
                beside = new SocketCalls.OneHandle { Length = SocketCalls.OneHandle.Used, Level = SocketCalls.SocketLevel, Type = SocketCalls.Rights, Descriptor = (int)passed.DangerousGetHandle() };
                message.Ancillary = &beside;
                message.AncillaryLength = (nuint)sizeof(SocketCalls.OneHandle);
            }

            nint sent = SocketCalls.Send(handle, &message, SocketCalls.NoSignal);
            return sent >= 0 ? (int)sent : Marshal.GetLastPInvokeError() is SocketCalls.Interrupted ? 0 : throw Failure(Marshal.GetLastPInvokeError());
        }
        finally
        {
            if (added)
                passed!.DangerousRelease();
        }
    }

    private int Receive(byte* into, int length, bool takesHandle, ref SafeFileHandle? passed)
    {
        var piece = new SocketCalls.Piece { First = into, Length = (nuint)length };
        SocketCalls.OneHandle beside = default;
        var message = new SocketCalls.MessageHeader { Pieces = &piece, PieceCount = 1 };
        if (takesHandle)
        {
            message.Ancillary = &beside;
            message.AncillaryLength = (nuint)sizeof(SocketCalls.OneHandle);
        }

        nint received = SocketCalls.Receive(handle, &message, SocketCalls.HandlesCloseOnExec);
        if (received < 0)
            return Marshal.GetLastPInvokeError() is SocketCalls.Interrupted or SocketCalls.Again ? 0 : throw Failure(Marshal.GetLastPInvokeError());
        if (takesHandle && beside is { Length: SocketCalls.OneHandle.Used, Level: SocketCalls.SocketLevel, Type: SocketCalls.Rights })
            passed = new SafeFileHandle(beside.Descriptor, ownsHandle: true);
        return received > 0 ? (int)received : throw new IOException("The other side has closed the connection.");
    }

    private void Wait(long started, TimeSpan patience)
    {
        if (patience == Timeout.InfiniteTimeSpan)
            return;
        while (true)
        {
            double left = Math.Clamp((patience - Stopwatch.GetElapsedTime(started)).TotalMilliseconds, 0, int.MaxValue);
            var entry = new SocketCalls.PollEntry { Descriptor = (int)handle.DangerousGetHandle(), Wanted = SocketCalls.Readable };
            int ready = SocketCalls.Poll(&entry, 1, (int)Math.Ceiling(left));
            if (ready > 0)
                return;
            if (ready == 0 && left == 0)
                throw new TimeoutException("The other side does not answer.");
            if (ready < 0 && Marshal.GetLastPInvokeError() != SocketCalls.Interrupted)
                throw Failure(Marshal.GetLastPInvokeError());
        }
    }

    private static IOException Failure(int error) => new(error == SocketCalls.Again ? "The other side does not read." : $"The connection failed: {Marshal.GetPInvokeErrorMessage(error)}.");
}
