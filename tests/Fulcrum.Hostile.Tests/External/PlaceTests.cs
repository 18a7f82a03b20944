using Fulcrum.Graphs;
using Fulcrum.Hostile.Tests.Made;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using Fulcrum.Runtime;
using static Fulcrum.Hostile.Tests.Made.Onnx;
using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.External;

/// <summary>References to other files in every corner of a model where a tensor can be. onnxruntime#28408, #28709.</summary>
public sealed class PlaceTests
{
    private static readonly byte[] Outside = Elsewhere("../secret", name: "far");
    private static readonly byte[] Relu = Bytes(1, Node("Relu", ["x"], ["y"]));
    private static readonly byte[] Positions = Tensor("", LongInteger, [4], Bytes(9, new byte[32]));

    private const string Disguised = "attribute of another type";

    public static TheoryData<string> Places => [.. Models.Keys];

    public static TheoryData<string> KeptPlaces => [.. Models.Keys.Where(k => k != Disguised)];

    private static Dictionary<string, byte[]> Models { get; } = new()
    {
        ["initializer"] = Model(Graph(Relu, Bytes(5, Outside))),
        ["attribute"] = Model(Graph(Bytes(1, Node("Constant", [], ["y"], Attribute("value", 4, Bytes(5, Outside)))))),
        [Disguised] = Model(Graph(Bytes(1, Node("Relu", ["x"], ["y"], Attribute("value", 2, Bytes(5, Outside)))))),
        ["attribute list"] = Model(Graph(Bytes(1, Node("Mystery", [], ["y"], Attribute("values", 9, Bytes(10, Outside)))))),
        ["sparse attribute"] = Model(Graph(Bytes(1, Node("Constant", [], ["y"], Attribute("sparse_value", 11, Bytes(22, Sparse(Outside, Positions))))))),
        ["sparse attribute, indices"] = Model(Graph(Bytes(1, Node("Constant", [], ["y"], Attribute("sparse_value", 11, Bytes(22, Sparse(Weight(), Outside))))))),
        ["sparse attribute list"] = Model(Graph(Bytes(1, Node("Mystery", [], ["y"], Attribute("values", 12, Bytes(23, Sparse(Outside, Positions))))))),
        ["sparse attribute in disguise"] = Model(Graph(Bytes(1, Node("Relu", ["x"], ["y"], Attribute("i", 2, Bytes(22, Sparse(Outside, Positions))))))),
        ["sparse initializer"] = Model(Graph(Relu, Bytes(15, Sparse(Outside, Positions)))),
        ["sparse initializer, indices"] = Model(Graph(Relu, Bytes(15, Sparse(Weight(), Outside)))),
        ["subgraph"] = Model(Graph(Bytes(1, Node("If", ["x"], ["y"], Attribute("then_branch", 5, Bytes(6, Graph(Relu, Bytes(5, Outside)))))))),
        ["subgraph list"] = Model(Graph(Bytes(1, Node("Mystery", ["x"], ["y"], Attribute("bodies", 10, Bytes(11, Graph(Relu, Bytes(5, Outside)))))))),
        ["function"] = Model(Graph(Relu), Bytes(25, Text(1, "f"), Bytes(7, Node("Constant", [], ["y"], Attribute("value", 4, Bytes(5, Outside)))))),
        ["function default"] = Model(Graph(Relu), Bytes(25, Text(1, "f"), Bytes(11, Attribute("value", 4, Bytes(5, Outside))))),
        ["training initialization"] = Model(Graph(Relu), Bytes(20, Bytes(1, Graph(Relu, Bytes(5, Outside))))),
        ["training algorithm"] = Model(Graph(Relu), Bytes(20, Bytes(2, Graph(Bytes(1, Node("Constant", [], ["y"], Attribute("value", 4, Bytes(5, Outside)))))))),
    };

    private static byte[] Sparse(byte[] values, byte[] indices) => Join(Bytes(1, values), Bytes(2, indices), Packed(3, 8));

    [Theory]
    [MemberData(nameof(Places))]
    public void Read_ReferenceOutOfTheFolder_IsRefusedWhereverItIs(string place)
    {
        using var folder = new TempFolder();
        folder.Write("secret", new byte[16]);
        Door.Refused(folder.Write("sub/m.onnx", Models[place]), "external-path", "tensor 'far'");
    }

    [Fact]
    public void Serialize_TensorInAnAttributeOfAnotherType_IsLeftOut() =>
        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString(OnnxFile.Serialize(OnnxFile.Parse(Models[Disguised], "net"))), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(KeptPlaces))]
    public void Load_ModelFromMemoryWithAReference_IsRefusedWhereverItIs(string place)
    {
        var refused = Door.Refusal(0, () => new OnnxRuntimeRunner().Load(OnnxFile.Parse(Models[place], "net")));
        Assert.Contains(Assert.Single(refused.Problems).Code, new[] { "model-external-data", "external-not-here" });
    }

    [Theory]
    [InlineData("training algorithm")]
    [InlineData("sparse attribute")]
    public void Read_GoodReferenceInWhatIsCarriedThrough_IsRefused(string place)
    {
        byte[] good = Elsewhere("near.data", name: "far");
        byte[] model = place == "sparse attribute"
            ? Model(Graph(Bytes(1, Node("Constant", [], ["y"], Attribute("sparse_value", 11, Bytes(22, Sparse(good, Positions)))))))
            : Model(Graph(Relu), Bytes(20, Bytes(2, Graph(Relu, Bytes(5, good)))));
        using var folder = new TempFolder();
        folder.Write("near.data", new byte[16]);
        Door.Refused(folder.Write("m.onnx", model), "external-not-here", "m.onnx@");
    }

    [Fact]
    public void Read_TrainingInfoWithoutReferences_IsCarriedThrough()
    {
        byte[] model = Model(Graph(Relu), Bytes(20, Bytes(2, Graph(Relu)), Bytes(3, Text(1, "k"), Text(2, "v"))));
        Assert.Equal(Bytes(20, Bytes(2, Graph(Relu)), Bytes(3, Text(1, "k"), Text(2, "v"))), Door.Harmless(model).UnknownFields.ToArray());
    }

    [Fact]
    public void Read_SparseInitializer_IsAKnownConstantAndWrittenBackTheSame()
    {
        byte[] sparse = Join(Bytes(1, Tensor("w", Float, [1], Bytes(9, [0, 0, 128, 63]))), Bytes(2, Tensor("", LongInteger, [1], Bytes(9, [2, 0, 0, 0, 0, 0, 0, 0]))), Packed(3, 4));
        byte[] bytes = Model(Graph(Bytes(1, Node("Add", ["x", "w"], ["y"])), Bytes(15, sparse)));
        Model model = Door.Harmless(bytes);
        Assert.Equal("w", model.Graph.SparseInitializers[0].Name);
        Assert.Equal(1, Ops.Analysis.ModelAnalyser.Summarise(model).Parameters);
        Assert.True(new GraphIndex(model.Graph).IsConstant("w"));
        Assert.Equal("Float[4]", TypeInference.Infer(model).Of("w")!.ToString());
    }

    [Fact]
    public void Read_DenseAndSparseInitializerOfOneName_IsFound() =>
        Door.Found(Model(Graph(Relu, Bytes(5, Weight()), Bytes(15, Sparse(Weight(), Positions)))), CheckLevel.Structure, "value-twice", "w");

    [Theory]
    [InlineData(3, 8, "sparse-indices")]
    [InlineData(4, 3, "sparse-shape")]
    [InlineData(4, -1, "sparse-shape")]
    public void Check_SparseTensorThatLies_IsFound(int indices, int size, string code)
    {
        byte[] sparse = Join(Bytes(1, Weight()), Bytes(2, Tensor("", LongInteger, [indices], Bytes(9, new byte[8 * indices]))), Packed(3, size));
        Door.Found(Model(Graph(Relu, Bytes(15, sparse))), CheckLevel.Structure, code, "w");
    }

    [Fact]
    public void Read_SparseTensorWithoutValues_IsRefused() => Door.Refused(Model(Graph(Relu, Bytes(15, Packed(3, 8)))), "onnx-sparse-tensor");
}
