namespace Fulcrum.Hostile.Tests.Output;

/// <summary>A stream that fails when it is told to.</summary>
/// <param name="inner">Where bytes go.</param>
/// <param name="next">Asked before each write; what it gives is thrown.</param>
internal sealed class FailingStream(Stream inner, Func<Exception?> next) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (next() is { } failure)
            throw failure;
        inner.Write(buffer, offset, count);
    }
}
