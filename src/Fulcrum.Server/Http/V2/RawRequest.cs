using Fulcrum.Graphs;
using Fulcrum.Problems;
using Fulcrum.Server.Models;
using Fulcrum.Server.Running;
using Fulcrum.Server.Tensors;

namespace Fulcrum.Server.Http.V2;

/// <summary>A body that is nothing but the one input's bytes (Inference-Header-Content-Length: 0); outputs are binary.</summary>
internal static class RawRequest
{
    /// <summary>Writes the header that such a body stands for.</summary>
    /// <exception cref="InputException"><c>request-invalid</c> when the shape does not follow from the number of bytes.</exception>
    public static void Describe(InferHeader header, ModelState model, int length)
    {
        if (model.Signature.Inputs is not [TensorSpec input])
            throw Refuse("inputs", $"A raw request needs a model of one input; this one has {model.Signature.Inputs.Length}.");
        if (input.Shape is null)
            throw Refuse($"input '{input.Name}'", "A raw request needs an input with a known number of dimensions.");
        long[] shape = [.. input.Shape];
        if (model.Config.MaxBatchSize > 0)
            shape[0] = 1;
        if (input.IsText)
            Array.ForEach(Enumerable.Range(0, shape.Length).ToArray(), d => shape[d] = shape[d] < 0 ? 1 : shape[d]);
        else
            Settle(shape, input, length);
        if (input.IsText && RequestCheck.Count(shape) != 1)
            throw Refuse($"input '{input.Name}'", "A raw request carries one text; the input has more.");
        header.Dimensions.AddRange(shape);
        header.Inputs[0] = new InputPart { Given = true, Element = input.Element, Rank = shape.Length, DataLength = -1, BinarySize = input.IsText ? length + 4 : length };
        header.BinaryOutput = true;
    }

    /// <summary>Fills the one input.</summary>
    public static void Fill(ReadOnlySpan<byte> body, TensorSpec input, Slot slot)
    {
        if (input.IsText)
            slot.SetText(0, [body.ToArray()]);
        else
            body.CopyTo(slot.Input(0));
    }

    private static void Settle(long[] shape, TensorSpec input, int length)
    {
        int free = shape.Count(d => d < 0);
        if (free > 1)
            throw Refuse($"input '{input.Name}'", "A raw request needs an input with one dimension of any size at most.");
        if (free == 0)
            return;
        long rest = RequestCheck.Count([.. shape.Where(d => d >= 0)]) * (input.Element.BitWidth() / 8);
        if (rest <= 0 || length % rest != 0)
            throw Refuse($"input '{input.Name}'", $"{length} bytes are no whole number of {rest}.");
        shape[Array.FindIndex(shape, d => d < 0)] = length / rest;
    }

    private static InputException Refuse(string place, string message) => new("request-invalid", place, message);
}
