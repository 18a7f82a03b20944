using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Graphs;
using Fulcrum.Server.Models;
using Fulcrum.Server.Running;
using Fulcrum.Server.Tensors;

namespace Fulcrum.Server.Http.V2;

/// <summary>Writes the JSON of an answer; binary data follow it.</summary>
internal static class AnswerWriter
{
    /// <summary>Writes the answer's JSON into the scratch.</summary>
    /// <returns>Bytes of binary data that follow; -1 when there are none, not even empty ones.</returns>
    public static long Write(InferScratch scratch, ModelState model, Slot slot)
    {
        Utf8JsonWriter writer = scratch.Writer;
        writer.WriteStartObject();
        if (scratch.Header.HasId)
            writer.WriteString("id"u8, scratch.Header.Id);
        writer.WriteString("model_name"u8, model.Utf8Name);
        writer.WriteString("model_version"u8, model.Utf8Version);
        writer.WriteStartArray("outputs"u8);
        long binary = -1;
        foreach (OutputPart output in CollectionsMarshal.AsSpan(scratch.Header.Outputs))
        {
            TensorSpec spec = model.Signature.Outputs[output.Index];
            writer.WriteStartObject();
            writer.WriteString("name"u8, spec.Utf8Name);
            writer.WriteString("datatype"u8, spec.Datatype);
            writer.WriteStartArray("shape"u8);
            foreach (long size in slot.OutputShape(output.Index))
                writer.WriteNumberValue(size);
            writer.WriteEndArray();
            if (output.Binary ?? scratch.Header.BinaryOutput)
            {
                long size = BinaryLength(slot, output.Index, spec);
                binary = Math.Max(binary, 0) + size;
                writer.WriteStartObject("parameters"u8);
                writer.WriteNumber("binary_data_size"u8, size);
                writer.WriteEndObject();
            }
            else
                Data(writer, slot, output.Index, spec);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return binary;
    }

    private static long BinaryLength(Slot slot, int output, TensorSpec spec) => spec.IsText ? TextData.Length(slot.OutputText(output)) : slot.Output(output).Length;

    private static void Data(Utf8JsonWriter writer, Slot slot, int output, TensorSpec spec)
    {
        writer.WriteStartArray("data"u8);
        if (spec.IsText)
        {
            foreach (ReadOnlyMemory<byte> text in slot.OutputText(output))
                writer.WriteStringValue(text.Span);
        }
        else
            DataWriter.Write(writer, spec.Element, slot.Output(output));
        writer.WriteEndArray();
    }
}
