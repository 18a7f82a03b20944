using Fulcrum.Problems;
using Microsoft.Win32.SafeHandles;

namespace Fulcrum.Onnx.Files;

/// <summary>
/// An open file that is read in pieces where and when they are needed. Never mapped: a file that shrinks under us gives an error, not a signal.
/// The handle lives as long as something refers to it.
/// </summary>
internal sealed class FileSource(SafeFileHandle handle, string path, long length)
{
    public string Path => path;

    public long Length => length;

    /// <summary>Fills a buffer from an offset.</summary>
    /// <exception cref="InputException">The file cannot be read, or became shorter.</exception>
    public void Read(long offset, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int count = ReadOnce(offset, buffer);
            if (count == 0)
                throw new InputException("model-changed", $"{path}@{offset}", "The file became shorter while it was read.", "Do not write a model in place while it is used: rename a new file over it.");
            buffer = buffer[count..];
            offset += count;
        }
    }

    private int ReadOnce(long offset, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(handle, buffer, offset);
        }
        catch (IOException failure)
        {
            throw new InputException("model-not-readable", $"{path}@{offset}", failure.Message, "Check the disk.", failure);
        }
    }
}
