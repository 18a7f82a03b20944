using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Server.Models;
using Fulcrum.Server.Tensors;

namespace Fulcrum.Server.Http.V2;

/// <summary>Whether a request fits the model: every problem at once, before any memory is taken for tensors.</summary>
internal static class RequestCheck
{
    /// <summary>Checks inputs and outputs; the model's outputs are all wanted when the request names none.</summary>
    /// <exception cref="InputException"><c>request-invalid</c>.</exception>
    public static void Require(InferHeader header, ModelState model)
    {
        TensorSpec[] inputs = model.Signature.Inputs;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!header.Inputs[i].Given)
                header.Problem($"input '{inputs[i].Name}'", "It is not given.");
            else
                Check(header, i, inputs[i]);
        }

        int batch = model.Config.MaxBatchSize > 0 ? CheckBatch(header, model) : 0;
        if (batch > model.Config.MaxBatchSize)
            header.Problem("inputs", $"The batch has {batch} samples, the model takes {model.Config.MaxBatchSize}.");
        if (header.Outputs.Count == 0)
        {
            for (int i = 0; i < model.Signature.Outputs.Length; i++)
                header.Outputs.Add(new OutputPart(i, null));
        }

        foreach (OutputPart output in header.Outputs)
        {
            TensorSpec spec = model.Signature.Outputs[output.Index];
            if (Datatypes.IsRawOnly(spec.Element) && !(output.Binary ?? header.BinaryOutput))
                header.Problem($"output '{spec.Name}'", $"{spec.Datatype} travels as binary data only: ask for it with binary_data.");
        }

        header.Require();
    }

    /// <summary>Elements of a shape; -1 when they, or those of its dimensions that are not empty, are more than can be served.</summary>
    public static long Count(ReadOnlySpan<long> shape)
    {
        Int128 count = 1;
        bool isEmpty = false;
        foreach (long size in shape)
        {
            isEmpty |= size == 0;
            count *= size == 0 ? 1 : size;
            if (count > int.MaxValue)
                return -1;
        }

        return isEmpty ? 0 : (long)count;
    }

    private static void Check(InferHeader header, int index, TensorSpec spec)
    {
        InputPart part = header.Inputs[index];
        string place = $"input '{spec.Name}'";
        if (part.Element != spec.Element)
            header.Problem(place, part.Element == ElementType.Undefined ? $"The datatype is missing or unknown; the model takes {spec.Datatype}." : $"The datatype is {Datatypes.Name(part.Element)}, the model takes {spec.Datatype}.");
        if (part.Rank < 0)
        {
            header.Problem(place, "The shape is missing.");
            return;
        }

        ReadOnlySpan<long> shape = header.Shape(index);
        if (!spec.Takes(shape))
            header.Problem(place, $"The shape is {Text(shape)}, the model takes {Text(spec.Shape)}.");
        else
            CheckData(header, part, spec, place, Count(shape));
    }

    private static void CheckData(InferHeader header, InputPart part, TensorSpec spec, string place, long count)
    {
        if (count < 0)
            header.Problem(place, "The shape has more elements than can be served.");
        else if (part.BinarySize >= 0 && part.DataLength >= 0)
            header.Problem(place, "It has both JSON data and binary data.");
        else if (part.BinarySize < 0 && part.DataLength < 0)
            header.Problem(place, "It has no data.");
        else if (part.DataLength >= 0 && Datatypes.IsRawOnly(spec.Element))
            header.Problem(place, $"{spec.Datatype} travels as binary data only.");
        else if (part.DataLength >= 0 && count > part.DataLength)
            header.Problem(place, $"The data have fewer values than the shape's {count}.");
        else if (part.BinarySize >= 0 && (spec.IsText ? part.BinarySize < 4 * count : part.BinarySize != spec.Element.ByteCount(count)))
            header.Problem(place, spec.IsText ? $"{count} texts have at least {4 * count} bytes, not {part.BinarySize}." : $"The binary data have {part.BinarySize} bytes, the shape has {spec.Element.ByteCount(count)}.");
    }

    private static int CheckBatch(InferHeader header, ModelState model)
    {
        long batch = -1;
        for (int i = 0; i < header.Inputs.Length; i++)
        {
            if (!header.Inputs[i].Given || header.Inputs[i].Rank < 1)
                continue;
            long first = header.Shape(i)[0];
            if (batch >= 0 && batch != first)
                header.Problem($"input '{model.Signature.Inputs[i].Name}'", $"Its batch has {first} samples, that of other inputs {batch}.");
            batch = first;
        }

        return (int)Math.Clamp(batch, 0, int.MaxValue);
    }

    private static string Text(ReadOnlySpan<long> shape) => $"[{string.Join(",", shape.ToArray())}]";
}
