using Fulcrum.Graphs;
using Fulcrum.Onnx.Wire;

namespace Fulcrum.Onnx.Format;

/// <summary>Records that are carried through as they stand in the file, tensors and all: what they hold is read, so that nothing in them refers to another file unseen.</summary>
internal static class CarriedTensors
{
    /// <summary>Looks through one <c>SparseTensorProto</c> of an attribute.</summary>
    public static void CheckSparse(ProtoSlice slice) => Require(slice, new Graph { SparseInitializers = [SparseFormat.Read(slice)] });

    /// <summary>Looks through one <c>TrainingInfoProto</c>.</summary>
    public static void CheckTraining(ProtoSlice slice)
    {
        var reader = new ProtoReader(slice);
        while (reader.Next())
        {
            if (reader.Field is 1 or 2)
                Require(slice, GraphFormat.Read(reader.Message()));
            else
                reader.KeepUnknown();
        }
    }

    private static void Require(ProtoSlice slice, Graph graph)
    {
        if (ModelTensors.Of(graph).FirstOrDefault(t => t.External is not null) is { } tensor)
            throw slice.Error("external-not-here", 0, $"Tensor '{tensor.Name}' is in another file, which only initializers and plain attributes may be.", "Put its data in the model.");
    }
}
