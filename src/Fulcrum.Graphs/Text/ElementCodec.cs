using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Fulcrum.Graphs.Text;

/// <summary>
/// Elements of packed tensors as numbers. As in ONNX's syntax, floats of 16 bits and less are integers, their bit patterns,
/// and a complex element is two numbers.
/// </summary>
internal static class ElementCodec
{
    public static int NumbersPerElement(ElementType element) => element is ElementType.Complex64 or ElementType.Complex128 ? 2 : 1;

    /// <summary>Prints the number at a position.</summary>
    public static string Print(ElementType element, ReadOnlySpan<byte> data, int position) => element switch
    {
        ElementType.Float or ElementType.Complex64 => Literals.Print(MemoryMarshal.Cast<byte, float>(data)[position]),
        ElementType.Double or ElementType.Complex128 => Literals.Print(MemoryMarshal.Cast<byte, double>(data)[position]),
        ElementType.Int64 => Literals.Print(MemoryMarshal.Cast<byte, long>(data)[position]),
        ElementType.UInt64 => Literals.Print(MemoryMarshal.Cast<byte, ulong>(data)[position]),
        ElementType.Int32 => Literals.Print(MemoryMarshal.Cast<byte, int>(data)[position]),
        ElementType.UInt32 => Literals.Print((long)MemoryMarshal.Cast<byte, uint>(data)[position]),
        ElementType.Int16 => Literals.Print(MemoryMarshal.Cast<byte, short>(data)[position]),
        ElementType.UInt16 or ElementType.Float16 or ElementType.BFloat16 => Literals.Print((long)MemoryMarshal.Cast<byte, ushort>(data)[position]),
        ElementType.Bool => data[position] == 0 ? "0" : "1",
        _ => Literals.Print(Small(element, data, position)),
    };

    /// <summary>Reads one number and appends its bytes; elements smaller than a byte take a whole one until <see cref="Pack"/>.</summary>
    public static void Read(ElementType element, Token token, IBufferWriter<byte> output)
    {
        Span<byte> bytes = stackalloc byte[8];
        int length = Math.Max(1, element.BitWidth() / 8 / NumbersPerElement(element));
        switch (element)
        {
            case ElementType.Float or ElementType.Complex64: BinaryPrimitives.WriteSingleLittleEndian(bytes, Literals.Single(token)); break;
            case ElementType.Double or ElementType.Complex128: BinaryPrimitives.WriteDoubleLittleEndian(bytes, Literals.Double(token)); break;
            case ElementType.UInt64: BinaryPrimitives.WriteUInt64LittleEndian(bytes, Literals.UInt64(token)); break;
            default: BinaryPrimitives.WriteInt64LittleEndian(bytes, ReadInteger(element, token)); break;
        }

        output.Write(bytes[..length]);
    }

    /// <summary>Puts elements smaller than a byte together, the first in the lowest bits.</summary>
    public static byte[] Pack(ElementType element, ReadOnlySpan<byte> unpacked)
    {
        int width = element.BitWidth();
        if (width >= 8)
            return unpacked.ToArray();
        byte[] packed = new byte[element.ByteCount(unpacked.Length)];
        for (int i = 0; i < unpacked.Length; i++)
            packed[i * width / 8] |= unchecked((byte)((unpacked[i] & ((1 << width) - 1)) << (i * width % 8)));
        return packed;
    }

    private static bool IsSigned(ElementType element) =>
        element is ElementType.Int2 or ElementType.Int4 or ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64;

    private static long Small(ElementType element, ReadOnlySpan<byte> data, int position)
    {
        int width = element.BitWidth();
        int bits = (data[position * width / 8] >> (position * width % 8)) & ((1 << width) - 1);
        return IsSigned(element) && bits >> (width - 1) == 1 ? bits - (1 << width) : bits;
    }

    private static long ReadInteger(ElementType element, Token token)
    {
        if (token.Kind == TokenKind.Float)
            throw token.Unexpected("an integer", $"Elements of type {TypeWords.Of(element)} are written as integers, those of small floats as their bit patterns.");
        long value = Literals.Int64(token);
        int width = element == ElementType.Bool ? 1 : element.BitWidth();
        (long least, long most) = IsSigned(element) ? (long.MinValue >> (64 - width), long.MaxValue >> (64 - width)) : (0, (1L << width) - 1);
        return value >= least && value <= most ? value : throw token.Refuse($"{value} is no {TypeWords.Of(element)}.", $"Write a number from {least} to {most}.");
    }
}
