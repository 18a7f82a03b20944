using Fulcrum.Graphs;
using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using static Fulcrum.Hostile.Tests.Made.Onnx;
using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.Values;

/// <summary>Tensors that say something else than they hold.</summary>
public sealed class TensorTests
{
    private const long Huge = long.MaxValue;

    private static byte[] With(byte[] tensor) => Model(Graph(Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(5, tensor)));

    [Theory]
    [InlineData(new[] { -1L })]
    [InlineData(new[] { 2L, -2L })]
    [InlineData(new[] { long.MinValue })]
    [InlineData(new[] { Huge })]
    [InlineData(new[] { 1L << 32, 1L << 32 })]
    [InlineData(new[] { Huge, Huge, 0L })]
    public void Read_DimsThatAreNegativeOrOverflow_IsRefused(long[] shape) => Door.Refused(With(Tensor("w", Float, shape, Bytes(9, new byte[16]))), "onnx-tensor-shape");

    [Fact]
    public void Read_PetabyteThatIsNotThere_IsRefused() => Door.Refused(With(Tensor("w", Float, [1L << 50], Bytes(9, new byte[16]))), "onnx-tensor-data");

    [Fact]
    public void Read_DimZero_IsCarriedThrough() => Assert.Equal([0, 5], Door.Harmless(With(Tensor("w", Float, [0, 5]))).Graph.Initializers[0].Shape);

    [Fact]
    public void Read_DimZeroBesideAHugeOne_IsCarriedThrough() => Assert.Equal([0, 1L << 40], Door.Harmless(With(Tensor("w", LongInteger, [0, 1L << 40]))).Graph.Initializers[0].Shape);

    [Fact]
    public void Read_AThousandDims_IsCarriedThrough() =>
        Assert.Equal(1000, Door.Harmless(With(Tensor("w", Float, [.. Enumerable.Repeat(1L, 1000)], Bytes(9, new byte[4])))).Graph.Initializers[0].Shape.Count);

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(0)]
    [InlineData(4096)]
    public void Read_RawDataOfAnotherLength_IsRefused(int length) => Door.Refused(With(Tensor("w", Float, [4], Bytes(9, new byte[length]))), "onnx-tensor-data");

    [Fact]
    public void Read_ScalarOfAnotherLength_IsRefused() => Door.Refused(With(Tensor("w", Float, [], Bytes(9, new byte[8]))), "onnx-tensor-data");

    [Fact]
    public void Read_RawAndTypedData_IsRefused() => Door.Refused(With(Tensor("w", Float, [4], Bytes(9, new byte[16]), Bytes(4, new byte[16]))), "onnx-tensor-data");

    [Theory]
    [InlineData(22, 3, 1)]
    [InlineData(21, 3, 3)]
    [InlineData(23, 9, 4)]
    [InlineData(26, 9, 2)]
    [InlineData(25, 4, 2)]
    public void Read_PackedPayloadOfAnotherLength_IsRefused(int element, long count, int bytes) =>
        Door.Refused(With(Tensor("w", element, [count], Bytes(9, new byte[bytes]))), "onnx-tensor-data");

    [Fact]
    public void Read_PackedPayloadShorterThanDimsInTypedData_IsRefused() => Door.Refused(With(Tensor("w", 22, [5], Packed(5, 1, 2))), "onnx-tensor-data");

    [Theory]
    [InlineData(999)]
    [InlineData(27)]
    [InlineData(-1)]
    public void Read_ElementTypeThatDoesNotExist_IsRefused(int element) => Door.Refused(With(Tensor("w", element, [1], Bytes(9, new byte[4]))), "onnx-tensor-type");

    [Fact]
    public void Check_ElementTypeZero_IsFound() => Door.Found(With(Tensor("w", 0, [0])), CheckLevel.Structure, "tensor-type", "w");

    [Theory]
    [InlineData(999)]
    [InlineData(-5)]
    public void Check_DeclaredElementTypeThatDoesNotExist_IsFound(int element) =>
        Door.Found(Model(Graph(Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(13, Value("v", element, 1)))), CheckLevel.Structure, "value-type", "v");

    [Fact]
    public void Check_DeclaredDimThatIsNegative_IsFound() =>
        Door.Found(Model(Graph(Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(13, Value("v", Float, 3, -7)))), CheckLevel.Structure, "value-shape", "v");

    [Fact]
    public void Infer_DeclaredSizesWhoseProductOverflows_GivesNoFigure()
    {
        byte[] graph = Join(Text(2, "g"), Bytes(11, Value("x", Float, Huge, Huge)), Bytes(12, Value("y", Float, Huge, Huge)), Bytes(1, Node("Relu", ["x"], ["y"])));
        Model model = Door.Harmless(Model(graph));
        Assert.Null(TypeInference.Infer(model).BytesMoved(model.Graph.Nodes[0]));
    }

    [Fact]
    public void Read_StringsFewerThanDims_IsRefused() => Door.Refused(With(Tensor("w", 8, [1L << 40], Text(6, "a"))), "onnx-tensor-data");

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Check_WeightThatIsNoNumber_IsCarriedThroughAndFoundWhenDataIsRead(float value)
    {
        byte[] bytes = Model(AddGraph(Tensor("w", Float, [4], Bytes(9, Floats(1, value, 0, 0)))));
        Door.Found(Door.Harmless(bytes), CheckLevel.Data, "tensor-not-finite", "w");
    }

    [Fact]
    public void Check_WeightThatIsSubnormal_IsHarmless()
    {
        byte[] data = Floats(float.Epsilon, -float.Epsilon, -0f, 1e-40f);
        Assert.Equal(data, Door.Harmless(Model(AddGraph(Tensor("w", Float, [4], Bytes(9, data)))), CheckLevel.Data).Graph.Initializers[0].Bytes.ToArray());
    }

    [Fact]
    public void Check_SparseWeightThatIsNoNumber_IsFoundWhenDataIsRead()
    {
        byte[] sparse = Join(Bytes(1, Tensor("w", Float, [1], Bytes(9, Floats(float.NaN)))), Bytes(2, Tensor("", LongInteger, [1], Bytes(9, new byte[8]))), Packed(3, 4));
        Door.Found(Model(Graph(Bytes(1, Node("Add", ["x", "w"], ["y"])), Bytes(15, sparse))), CheckLevel.Data, "tensor-not-finite", "w");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Check_SparsePositionOutside_IsFoundWhenDataIsRead(long position)
    {
        byte[] sparse = Join(Bytes(1, Tensor("w", Float, [1], Bytes(9, Floats(1)))), Bytes(2, Tensor("", LongInteger, [1], Bytes(9, BitConverter.GetBytes(position)))), Packed(3, 4));
        Door.Found(Model(Graph(Bytes(1, Node("Add", ["x", "w"], ["y"])), Bytes(15, sparse))), CheckLevel.Data, "sparse-indices", "w");
    }

    [Fact]
    public void Check_SparseCoordinateOutside_IsFoundWhenDataIsRead()
    {
        byte[] table = [.. new[] { 0L, 1L, 2L, 0L }.SelectMany(BitConverter.GetBytes)];
        byte[] sparse = Join(Bytes(1, Tensor("w", Float, [2], Bytes(9, Floats(1, 1)))), Bytes(2, Tensor("", LongInteger, [2, 2], Bytes(9, table))), Packed(3, 2, 2));
        Door.Found(Model(Graph(Bytes(1, Node("Relu", ["x"], ["y"])), Bytes(15, sparse))), CheckLevel.Data, "sparse-indices", "w");
    }

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
