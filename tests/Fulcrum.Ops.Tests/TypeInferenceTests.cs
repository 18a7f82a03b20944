using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

public sealed class TypeInferenceTests
{
    [Fact]
    public void Infer_SymbolicBatchThroughGemmAndRelu_IsCarried()
    {
        var b = new GraphBuilder("g");
        b.Input("x", ElementType.Float, Dim.Named("batch"), 4);
        b.Constant(Tensor.From<float>("w", [3, 4], new float[12]));
        b.Emit("Relu", [b.Emit("Gemm", ["x", "w"], "y", NodeAttribute.Of("transB", 1))], "z");
        Assert.Equal("Float[batch,3]", TypeInference.Infer(b.ToGraph())["z"].ToString());
    }

    [Fact]
    public void Infer_OpThatNobodyKnows_LeavesItsOutputUnknown()
    {
        var b = new GraphBuilder("g");
        b.Input("x", ElementType.Float, 4);
        b.Emit("Relu", [b.Emit("Mystery", ["x"], "y")], "z");
        Assert.DoesNotContain("y", TypeInference.Infer(b.ToGraph()).Keys);
    }

    [Fact]
    public void Macs_GemmAndMatMul_CountPerSample()
    {
        var x = new TensorType(ElementType.Float, [Dim.Named("batch"), 784]);
        var w = new TensorType(ElementType.Float, [512, 784]);
        Assert.Equal(401_408, OpCatalog.Find("", "Gemm")!.Macs(new OpNode(new Node("Gemm", ["x", "w"], ["y"], NodeAttribute.Of("transB", 1)), [x, w])));
        Assert.Equal(401_408, OpCatalog.Find("ai.onnx", "MatMul")!.Macs(new OpNode(new Node("MatMul", ["x", "w"], ["y"]), [x, new TensorType(ElementType.Float, [784, 512])])));
        Assert.Null(OpCatalog.Find("", "MatMul")!.Macs(new OpNode(new Node("MatMul", ["x", "w"], ["y"]), [null, w])));
    }
}
