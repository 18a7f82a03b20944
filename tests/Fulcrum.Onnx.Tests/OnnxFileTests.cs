using System.Text;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Onnx.Tests;

public sealed class OnnxFileTests
{
    /// <summary>One of everything that the format can say and this reader understands.</summary>
    internal static Model Rich()
    {
        var body = new GraphBuilder("then");
        body.Output(body.Emit("Identity", ["captured"], "inner"), ElementType.Float, 2);
        Graph graph = new()
        {
            Name = "main",
            DocString = "a graph",
            Nodes =
            [
                new Node("Mystery", ["x", "", "w"], ["captured", ""],
                    NodeAttribute.Of("alpha", 0.5f), NodeAttribute.Of("axis", -1L), NodeAttribute.Of("zero", 0L), NodeAttribute.Of("mode", "linear"),
                    NodeAttribute.Of("dims", [1L, -2L, long.MaxValue]), NodeAttribute.Of("value", Tensor.From<long>("", [3], [1, 2, 3])),
                    new NodeAttribute("scales", new FloatsAttribute([1.5f, -2f])),
                    new NodeAttribute("words", new StringsAttribute([Encoding.UTF8.GetBytes("a"), Encoding.UTF8.GetBytes("ü")])))
                { Name = "n0", Domain = "com.example", DocString = "unknown to everybody", Metadata = [new("k", "v")] },
                new Node("If", ["cond"], ["y"], new NodeAttribute("then_branch", new GraphAttribute(body.ToGraph()))) { Name = "n1" },
            ],
            Initializers =
            [
                Tensor.From<float>("w", [2, 2], [1, 2, 3, 4]),
                Tensor.Scalar("s", (byte)7),
                new Tensor { Name = "text", Element = ElementType.String, Shape = [2], Strings = [Encoding.UTF8.GetBytes("p"), default] },
                new Tensor { Name = "nibbles", Element = ElementType.Int4, Shape = [3], Bytes = new byte[] { 0x21, 0x03 } },
                new Tensor { Name = "far", Element = ElementType.Float, Shape = [4], External = [new("location", "m.data"), new("offset", "16")] },
            ],
            Inputs = [new ValueInfo("x", ElementType.Float, Dim.Named("batch"), Dim.Unknown, 2), new ValueInfo("cond", ElementType.Bool)],
            Outputs = [new ValueInfo("y", new TensorType(ElementType.Float, null) { Denotation = "IMAGE" })],
            Values =
            [
                new ValueInfo("captured", new OpaqueType(new byte[] { 0x2A, 0x00 })),
                new ValueInfo("many", new SequenceType(new OptionalType(new TensorType(ElementType.Float, [1])))),
                new ValueInfo("nothing", new SequenceType(null)),
            ],
        };
        return new Model
        {
            Graph = graph,
            Opsets = [new("", 17), new("com.example", 3)],
            ProducerName = "test",
            Version = 0,
            Metadata = [new("author", "someone"), new("empty", "")],
            Functions =
            [
                new Function
                {
                    Name = "f", Domain = "com.example", Overload = "o", Inputs = ["a"], Outputs = ["b"], Attributes = ["alpha"], DefaultAttributes = [NodeAttribute.Of("beta", 2f)],
                    Nodes = [new Node("Elu", ["a"], ["b"], new NodeAttribute("alpha", new FloatAttribute(0)) { ReferenceName = "alpha" })],
                    Opsets = [new("", 17)], Values = [new ValueInfo("b", ElementType.Float, 1)], DocString = "d", Metadata = [new("k", "v")],
                },
            ],
            UnknownFields = new byte[] { 0xA2, 0x06, 0x01, 0x7A },
        };
    }

    [Fact]
    public void Parse_WhatSerializeWrote_IsTheSameToTheByte()
    {
        byte[] first = OnnxFile.Serialize(Rich());
        byte[] second = OnnxFile.Serialize(OnnxFile.Parse(first, "rich"));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Parse_RichModel_KeepsNamesAttributesAndUnknownFields()
    {
        Model read = OnnxFile.Parse(OnnxFile.Serialize(Rich()), "rich");
        Node mystery = read.Graph.Nodes[0];
        Assert.Equal(("Mystery", "com.example", "n0"), (mystery.OpType, mystery.Domain, mystery.Name));
        Assert.Equal(["x", "", "w"], mystery.Inputs);
        Assert.Equal(["captured", ""], mystery.Outputs);
        Assert.Equal(0.5f, mystery.Float("alpha", 0));
        Assert.Equal(-1, mystery.Int("axis", 0));
        Assert.Equal(0, mystery.Int("zero", 9));
        Assert.Equal([1, -2, long.MaxValue], ((IntsAttribute)mystery.Attribute("dims")!).Values);
        Assert.Equal("batch", read.Graph.Inputs[0].Tensor!.Shape![0].Symbol);
        Assert.Null(read.Graph.Inputs[0].Tensor!.Shape![1].Size);
        Assert.Null(read.Graph.Outputs[0].Tensor!.Shape);
        Assert.Equal("m.data", read.Graph.Initializers[4].External![0].Value);
        Assert.Equal(0, read.Version);
        Assert.Equal([0xA2, 0x06, 0x01, 0x7A], read.UnknownFields.ToArray());
        Assert.Equal("captured", Assert.Single(GraphIndex.Reads(read.Graph.Nodes[1]), r => r != "cond"));
    }

    [Fact]
    public void Parse_TypedData_BecomesRawBytes()
    {
        // TensorProto: dims 2, float16 (10), int32_data packed {0x3C00, 0xC000}, name "h".
        byte[] tensor = [0x08, 0x02, 0x10, 0x0A, 0x2A, 0x05, 0x80, 0x78, 0x80, 0x80, 0x03, 0x42, 0x01, (byte)'h'];
        Tensor read = OnnxFile.Parse(InGraph(tensor), "typed").Graph.Initializers[0];
        Assert.Equal([(Half)1, (Half)(-2)], read.Values<Half>().ToArray());
    }

    [Fact]
    public void Parse_CutOffAtEveryByte_IsATypedErrorWithAPlaceOrAValidPrefix()
    {
        byte[] whole = OnnxFile.Serialize(Rich());
        for (int length = 0; length < whole.Length; length++)
        {
            try
            {
                OnnxFile.Parse(whole.AsMemory(0, length), "cut");
            }
            catch (InputException refused)
            {
                Assert.StartsWith("cut", Assert.Single(refused.Problems).Place, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Parse_SeededMutations_NeverFailOtherwiseThanTyped()
    {
        byte[] whole = OnnxFile.Serialize(Rich());
        var random = new Random(20260101);
        int refusals = 0;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] mutated = (byte[])whole.Clone();
            for (int flips = random.Next(1, 6); flips > 0; flips--)
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            try
            {
                OnnxFile.Parse(mutated, "mutated");
            }
            catch (InputException)
            {
                refusals++;
            }
        }

        Assert.InRange(refusals, 1000, 19_999);
    }

    [Theory]
    [InlineData(new byte[] { }, "onnx-empty")]
    [InlineData(new byte[] { 0x08, 0x08 }, "onnx-no-graph")]
    [InlineData(new byte[] { 0x3A, 0x05, 0x0A }, "onnx-truncated")]
    [InlineData(new byte[] { 0x08 }, "onnx-truncated")]
    [InlineData(new byte[] { 0x00, 0x00 }, "onnx-malformed")]
    [InlineData(new byte[] { 0x0B }, "onnx-malformed")]
    [InlineData(new byte[] { 0x38, 0x05 }, "onnx-malformed")]
    public void Parse_BrokenBytes_NamesTheWay(byte[] bytes, string code)
    {
        Assert.Equal(code, Assert.Single(Assert.Throws<InputException>(() => OnnxFile.Parse(bytes, "bad")).Problems).Code);
    }

    [Theory]
    [InlineData(new byte[] { 0x08, 0x04, 0x10, 0x01, 0x4A, 0x02, 1, 2 }, "onnx-tensor-data")] // 4 floats from 2 bytes
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x10, 0x01 }, "onnx-tensor-shape")] // dims -1
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x10, 0x01 }, "onnx-tensor-shape")] // 2^63-1 floats
    public void Parse_TensorThatLies_NamesTheWay(byte[] tensor, string code)
    {
        Assert.Equal(code, Assert.Single(Assert.Throws<InputException>(() => OnnxFile.Parse(InGraph(tensor), "bad")).Problems).Code);
    }

    [Fact]
    public void Parse_GraphsNestedTenThousandDeep_IsRefusedWithoutAStackOverflow()
    {
        byte[] inner = [0x12, 0x01, (byte)'g'];
        for (int depth = 0; depth < 10_000; depth++)
            inner = Field(1, Field(5, Field(6, inner))); // graph.node.attribute.g
        var refused = Assert.Throws<InputException>(() => OnnxFile.Parse(Field(7, inner), "deep"));
        Assert.Equal("onnx-too-deep", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public void Write_OntoAFolderThatRefuses_LeavesTheOldFile()
    {
        string folder = Directory.CreateTempSubdirectory("fulcrum").FullName;
        string path = Path.Combine(folder, "m.onnx");
        Directory.CreateDirectory(path); // a directory stands where the file should go
        var refused = Assert.Throws<InputException>(() => OnnxFile.Write(Rich(), path));
        Assert.Equal("output-not-writable", Assert.Single(refused.Problems).Code);
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder, recursive: true);
    }

    private static byte[] InGraph(byte[] tensor) => Field(7, Field(5, tensor));

    private static byte[] Field(int number, byte[] content)
    {
        var stream = new MemoryStream();
        stream.WriteByte((byte)((number << 3) | 2));
        for (uint length = (uint)content.Length; ; length >>= 7)
        {
            stream.WriteByte((byte)(length >= 0x80 ? (length & 0x7F) | 0x80 : length));
            if (length < 0x80)
                break;
        }

        stream.Write(content);
        return stream.ToArray();
    }
}
