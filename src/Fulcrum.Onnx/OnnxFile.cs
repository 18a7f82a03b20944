using Fulcrum.Graphs;
using Fulcrum.Onnx.Files;
using Fulcrum.Onnx.Format;
using Fulcrum.Onnx.Wire;
using Fulcrum.Problems;

namespace Fulcrum.Onnx;

/// <summary>
/// ONNX files in and out. Names, metadata, unknown ops and unknown fields survive; tensor data in typed fields becomes raw bytes,
/// so a second write gives the same bytes as the first. Weights stay in their file until somebody asks for them.
/// </summary>
public static class OnnxFile
{
    /// <summary>The most that protobuf allows one message: 2 GiB - 1.</summary>
    public const long MaximumLength = int.MaxValue;

    /// <summary>Reads a model file; tensors in other files are found, checked and left there.</summary>
    /// <exception cref="InputException">The file is missing, unreadable, over 2 GiB, no ONNX model, or refers to data that it may not have; one code per way.</exception>
    public static Model Read(string path)
    {
        RegularFile file = RegularFile.Open(path, path);
        if (file.Length == 0)
            throw Empty(path);
        return file.Length <= MaximumLength
            ? ModelFormat.Read(ProtoSlice.Of(new FileSource(file.Handle, path, file.Length)))
            : throw new InputException("onnx-too-large", path, $"The file has {file.Length} bytes, ONNX allows {MaximumLength}.", "Keep the weights in external data.");
    }

    /// <summary>Reads a model from memory. Tensors are views into <paramref name="bytes"/>: keep it unchanged. References to other files are kept, not followed.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <exception cref="InputException">The bytes are no ONNX model.</exception>
    public static Model Parse(ReadOnlyMemory<byte> bytes, string place) => bytes.IsEmpty ? throw Empty(place) : ModelFormat.Read(ProtoSlice.Of(bytes, place));

    /// <summary>The model as the content of one file.</summary>
    /// <exception cref="InputException"><c>onnx-too-large</c> when it does not fit in 2 GiB.</exception>
    public static byte[] Serialize(Model model)
    {
        ProtoWriter writer = Encode(model, null);
        RequireFits(writer, model.Graph.Name);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)writer.Length);
        writer.WriteTo(new MemoryStream(bytes));
        return bytes;
    }

    /// <summary>Writes a model, and its data file where it has one, all or nothing.</summary>
    /// <exception cref="InputException">The files cannot be written, or the model does not fit in one file and may not have two.</exception>
    public static void Write(Model model, string path, ExternalData externalData = ExternalData.Auto) => AtomicFile.WriteAll([.. Prepare(model, path, externalData).Select(f => (f.Path, f.Write))]);

    /// <summary>What <see cref="Write"/> would write, for callers who write more files together with it.</summary>
    public static IReadOnlyList<PreparedFile> Prepare(Model model, string path, ExternalData externalData = ExternalData.Auto)
    {
        if (externalData == ExternalData.Embed || (externalData == ExternalData.Auto && !HasExternalData(model.Graph)))
        {
            ProtoWriter whole = Encode(model, null);
            if (whole.Length <= MaximumLength)
                return [new PreparedFile(path, whole.Length, whole.WriteTo)];
            if (externalData == ExternalData.Embed)
                RequireFits(whole, path);
        }

        var external = new ExternalWriter(Path.GetFileName(path) + ".data");
        ProtoWriter writer = Encode(model, external);
        RequireFits(writer, path);
        return external.IsEmpty
            ? [new PreparedFile(path, writer.Length, writer.WriteTo)]
            : [new PreparedFile(path + ".data", external.Length, external.WriteTo), new PreparedFile(path, writer.Length, writer.WriteTo)];
    }

    private static bool HasExternalData(Graph graph) => graph.Initializers.Concat(graph.SparseInitializers.Select(t => t.Values)).Any(t => t.External is not null);

    private static void RequireFits(ProtoWriter writer, string place)
    {
        if (writer.Length > MaximumLength)
            throw new InputException("onnx-too-large", place, $"The model would have {writer.Length} bytes, ONNX allows {MaximumLength} in one file.", "Keep the weights in external data.");
    }

    private static InputException Empty(string place) => new("onnx-empty", place, "The file is empty.", "Give an .onnx model.");

    private static ProtoWriter Encode(Model model, ExternalWriter? external)
    {
        var writer = new ProtoWriter(external);
        ModelFormat.Write(writer, model);
        return writer;
    }
}
