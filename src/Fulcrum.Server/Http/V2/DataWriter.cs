using System.Runtime.InteropServices;
using System.Text.Json;
using Fulcrum.Graphs;

namespace Fulcrum.Server.Http.V2;

/// <summary>Writes the elements of a tensor as JSON, flat. What is no number is written as Triton writes it: NaN, Infinity, -Infinity, bare.</summary>
internal static class DataWriter
{
    public static void Write(Utf8JsonWriter writer, ElementType element, ReadOnlySpan<byte> bytes)
    {
        switch (element)
        {
            case ElementType.Float:
                foreach (float value in MemoryMarshal.Cast<byte, float>(bytes))
                {
                    if (float.IsFinite(value))
                        writer.WriteNumberValue(value);
                    else
                        writer.WriteRawValue(Special(value), skipInputValidation: true);
                }

                break;
            case ElementType.Double:
                foreach (double value in MemoryMarshal.Cast<byte, double>(bytes))
                {
                    if (double.IsFinite(value))
                        writer.WriteNumberValue(value);
                    else
                        writer.WriteRawValue(Special(value), skipInputValidation: true);
                }

                break;
            case ElementType.Bool:
                foreach (byte value in bytes)
                    writer.WriteBooleanValue(value != 0);
                break;
            case ElementType.UInt64:
                foreach (ulong value in MemoryMarshal.Cast<byte, ulong>(bytes))
                    writer.WriteNumberValue(value);
                break;
            default:
                Whole(writer, element, bytes);
                break;
        }
    }

    private static void Whole(Utf8JsonWriter writer, ElementType element, ReadOnlySpan<byte> bytes)
    {
        int width = element.BitWidth() / 8;
        for (; !bytes.IsEmpty; bytes = bytes[width..])
        {
            writer.WriteNumberValue(element switch
            {
                ElementType.Int8 => MemoryMarshal.Read<sbyte>(bytes),
                ElementType.UInt8 => bytes[0],
                ElementType.Int16 => MemoryMarshal.Read<short>(bytes),
                ElementType.UInt16 => MemoryMarshal.Read<ushort>(bytes),
                ElementType.Int32 => MemoryMarshal.Read<int>(bytes),
                ElementType.UInt32 => MemoryMarshal.Read<uint>(bytes),
                _ => MemoryMarshal.Read<long>(bytes),
            });
        }
    }

    private static ReadOnlySpan<byte> Special(double value) => double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8;
}
