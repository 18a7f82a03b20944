using Fulcrum.Graphs;
using Fulcrum.Onnx.Format;
using Fulcrum.Onnx.Wire;
using Fulcrum.Problems;

namespace Fulcrum.Onnx;

/// <summary>
/// ONNX files in and out. Names, metadata, unknown ops and unknown fields survive; tensor data in typed fields becomes raw bytes,
/// so a second write gives the same bytes as the first.
/// </summary>
public static class OnnxFile
{
    /// <summary>Reads a model file.</summary>
    /// <exception cref="InputException">The file is missing, unreadable, over 2 GiB, or no ONNX model; one code per way.</exception>
    public static Model Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException("model-not-found", path, "There is no such file.", "Check the path.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException("model-not-readable", path, failure.Message, "Check the file and its permissions.", failure);
        }
    }

    /// <summary>Reads a model from memory. Tensors are views into <paramref name="bytes"/>: keep it unchanged.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="InputException">The bytes are no ONNX model.</exception>
    public static Model Parse(ReadOnlyMemory<byte> bytes, string place) => bytes.IsEmpty
        ? throw new InputException("onnx-empty", place, "The file is empty.", "Give an .onnx model.")
        : ModelFormat.Read(new ProtoSlice(bytes, place));

    /// <summary>The model as file content.</summary>
    public static byte[] Serialize(Model model)
    {
        var writer = Encode(model);
        var stream = new MemoryStream(checked((int)writer.Length));
        writer.WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>Writes a model file, all or nothing.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(Model model, string path) => AtomicFile.Write(path, Encode(model).WriteTo);

    private static ProtoWriter Encode(Model model)
    {
        var writer = new ProtoWriter();
        ModelFormat.Write(writer, model);
        return writer;
    }
}
