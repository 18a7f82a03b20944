using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Problems;
using Fulcrum.Server.Models;
using Fulcrum.Server.Running;
using Fulcrum.Server.Tensors;

namespace Fulcrum.Server.Http.V2;

/// <summary>Brings a request from its body into a slot of the model.</summary>
internal static class RequestReader
{
    /// <summary>Reads the JSON and checks it against the model; then a slot can be taken with the shapes of <see cref="InferScratch.Key"/>.</summary>
    /// <param name="scratch">The request's memory.</param>
    /// <param name="model">The model.</param>
    /// <param name="length">Bytes of JSON; -1: the whole body.</param>
    /// <param name="body">The body.</param>
    /// <param name="most">Bytes of the body at most.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask HeaderAsync(InferScratch scratch, ModelState model, long length, BodyReader body, long most)
    {
        await body.ReadAsync(scratch.Json, length).ConfigureAwait(false);
        InferHeader header = scratch.Header;
        header.Reset(model.Signature);
        if (length == 0)
        {
            await body.ReadAsync(scratch.Json, -1).ConfigureAwait(false);
            RawRequest.Describe(header, model, scratch.Json.Length);
        }
        else
        {
            try
            {
                InferHeaderReader.Read(scratch.Json.Written, model.Signature, header);
            }
            catch (InvalidOperationException half)
            {
                // Utf8JsonReader says so of escapes that are half a surrogate pair, when a text is looked at.
                throw new JsonException("A text of the request is no Unicode.", half);
            }
        }

        RequestCheck.Require(header, model);
        if (length != 0)
            body.Announce(header.BinaryBytes, length < 0 ? 0 : most - length);
        for (int i = 0; i < header.Inputs.Length; i++)
        {
            scratch.Key.Add(header.Inputs[i].Rank);
            scratch.Key.AddRange(header.Shape(i));
        }
    }

    /// <summary>Fills the slot from JSON data, and from the rest of the body.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public static async ValueTask TensorsAsync(InferScratch scratch, ModelState model, Slot slot, bool raw, BodyReader body)
    {
        if (raw)
        {
            RawRequest.Fill(scratch.Json.Written, model.Signature.Inputs[0], slot);
            return;
        }

        InferHeader header = scratch.Header;
        FillFromJson(scratch, model.Signature, slot);
        for (int i = 0; i < header.Order.Count; i++)
        {
            int input = header.Order[i];
            if (header.Inputs[input].BinarySize < 0)
                continue;
            if (model.Signature.Inputs[input].IsText)
                await TextsAsync(scratch, model.Signature.Inputs[input], input, slot, body).ConfigureAwait(false);
            else
                await body.ReadAsync(slot, input).ConfigureAwait(false);
        }

        await body.EndAsync().ConfigureAwait(false);    }

    private static void FillFromJson(InferScratch scratch, ModelSignature signature, Slot slot)
    {
        InferHeader header = scratch.Header;
        foreach (int input in CollectionsMarshal.AsSpan(header.Order))
        {
            InputPart part = header.Inputs[input];
            if (part.DataLength < 0)
                continue;
            TensorSpec spec = signature.Inputs[input];
            ReadOnlySpan<byte> json = scratch.Json.Written.Slice(part.DataAt, part.DataLength);
            if (spec.IsText)
                slot.SetText(input, DataReader.Texts(spec.Name, RequestCheck.Count(header.Shape(input)), json));
            else
                DataReader.Fill(spec.Name, spec.Element, json, slot.Input(input));
        }
    }

    private static async ValueTask TextsAsync(InferScratch scratch, TensorSpec spec, int input, Slot slot, BodyReader body)
    {
        int before = scratch.Json.Length;
        await body.ReadAsync(scratch.Json, scratch.Header.Inputs[input].BinarySize).ConfigureAwait(false);
        slot.SetText(input, TextData.Read(spec.Name, RequestCheck.Count(scratch.Header.Shape(input)), scratch.Json.Written[before..]));    }
}
