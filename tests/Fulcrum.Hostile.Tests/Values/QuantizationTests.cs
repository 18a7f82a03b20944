using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Ops;
using static Fulcrum.Hostile.Tests.Made.Onnx;
using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.Values;

/// <summary>Scales and zero points that make no sense.</summary>
public sealed class QuantizationTests
{
    private const int Int8 = 3;

    private static byte[] Quantized(float[] scales, byte[] zeros, int zeroType = Int8) => Model(Join(
        Text(2, "g"),
        Bytes(11, Value("x", Float, 2, 4)),
        Bytes(12, Value("y", zeroType, 2, 4)),
        Bytes(5, Tensor("s", Float, scales.Length == 1 ? [] : [scales.Length], Bytes(9, [.. scales.SelectMany(BitConverter.GetBytes)]))),
        Bytes(5, Tensor("z", zeroType, scales.Length == 1 && zeros.Length == 1 ? [] : [zeros.Length], Bytes(9, zeros))),
        Bytes(1, Node("QuantizeLinear", ["x", "s", "z"], ["y"]))));

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(1e-40f)]
    [InlineData(float.Epsilon)]
    public void Check_ScaleThatMakesNoSense_IsFound(float scale) => Door.Found(Quantized([scale], [0]), CheckLevel.Types, "op-value", "QuantizeLinear(y)");

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Check_PerChannelScalesOfWrongNumber_IsFound(int count) =>
        Door.Found(Quantized([.. Enumerable.Repeat(1f, count)], new byte[count]), CheckLevel.Types, "op-value", "QuantizeLinear(y)");

    [Fact]
    public void Check_OtherNumberOfZeroPoints_IsFound() => Door.Found(Quantized([1, 1, 1, 1], [0, 0, 0]), CheckLevel.Types, "op-value", "QuantizeLinear(y)");

    [Fact]
    public void Read_ZeroPointOutsideItsType_IsRefused() =>
        Door.Refused(Model(Graph(Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(5, Tensor("z", Int8, [1], Packed(5, 300))))), "onnx-tensor-value");

    [Theory]
    [InlineData(Int8, -129)]
    [InlineData(2, -1)]
    [InlineData(2, 256)]
    [InlineData(22, 256)]
    [InlineData(4, 65536)]
    [InlineData(9, 2)]
    public void Read_TypedValueOutsideItsType_IsRefused(int element, long value) =>
        Door.Refused(Model(Graph(Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(5, Tensor("z", element, [1], Packed(5, value))))), "onnx-tensor-value");

    [Fact]
    public void Check_GoodParameters_AreHarmless() => Door.Harmless(Quantized([0.5f], [3]));
}
