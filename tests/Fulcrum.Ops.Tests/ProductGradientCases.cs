using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Products of matrices, normalised exponentials, sums along an axis.</summary>
internal static class ProductGradientCases
{
    private const string Microsoft = "com.microsoft";

    public static IReadOnlyList<GradientCase> All { get; } =
    [
        new("vectors", "MatMul", [[5], [5]]),
        new("vector times matrix", "MatMul", [[5], [5, 4]]),
        new("matrix times vector", "MatMul", [[3, 5], [5]]),
        new("stack times vector", "MatMul", [[2, 3, 5], [5]]),
        new("vector times stack", "MatMul", [[5], [2, 5, 4]]),
        new("two stacks times matrix", "MatMul", [[2, 2, 3, 5], [5, 4]]),
        new("matrix times stack", "MatMul", [[3, 5], [2, 5, 4]]),
        new("heads", "MatMul", [[2, 2, 3, 5], [2, 2, 5, 3]]),
        new("one matrix in a stack", "MatMul", [[2, 3, 5], [1, 5, 4]]),
        new("matrices", "Einsum", [[3, 5], [5, 4]], NodeAttribute.Of("equation", "ij,jk->ik")),
        new("heads of attention", "Einsum", [[2, 3, 2, 4], [2, 5, 2, 4]], NodeAttribute.Of("equation", "bqhd,bkhd->bhqk")),
        new("values of attention", "Einsum", [[2, 2, 3, 5], [2, 5, 2, 4]], NodeAttribute.Of("equation", "bhqk,bkhd->bqhd")),
        new("implied output", "Einsum", [[3, 5], [5, 4]], NodeAttribute.Of("equation", "ij,jk")),
        new("outer product", "Einsum", [[3], [4]], NodeAttribute.Of("equation", "i,j->ij")),
        new("letter of one input only", "Einsum", [[3, 5, 2], [5, 4]], NodeAttribute.Of("equation", "ijx,jk->ik")),
        new("transpose", "Einsum", [[3, 5]], NodeAttribute.Of("equation", "ij->ji")),
        new("row sums", "Einsum", [[3, 5]], NodeAttribute.Of("equation", "ij->i")),
        new("three inputs", "Einsum", [[3, 5], [5, 4], [4, 2]], NodeAttribute.Of("equation", "ij,jk,kl->il")),
        new("plain", "FusedMatMul", [[3, 5], [5, 4]]) { Domain = Microsoft },
        new("left transposed", "FusedMatMul", [[5, 3], [5, 4]], NodeAttribute.Of("transA", 1)) { Domain = Microsoft },
        new("right transposed and scaled", "FusedMatMul", [[2, 3, 5], [2, 4, 5]], NodeAttribute.Of("transB", 1), NodeAttribute.Of("alpha", 0.5f)) { Domain = Microsoft },
        new("both transposed, one broadcast", "FusedMatMul", [[2, 5, 3], [4, 5]], NodeAttribute.Of("transA", 1), NodeAttribute.Of("transB", 1)) { Domain = Microsoft },
        new("right transposed", "TransposeMatMul", [[2, 3, 5], [2, 4, 5]], NodeAttribute.Of("transB", 1)) { Domain = Microsoft },
        new("middle axis", "Softmax", [[2, 3, 4]], NodeAttribute.Of("axis", 1)),
        new("axis 1 before opset 13", "Softmax", [[2, 3, 4]]) { Opset = 11 },
        new("axis 2 before opset 13", "Softmax", [[2, 3, 4]], NodeAttribute.Of("axis", 2)) { Opset = 12 },
        new("negative axis before opset 13", "LogSoftmax", [[2, 3, 4]], NodeAttribute.Of("axis", -2)) { Opset = 11 },
        new("axis 0 before opset 13", "LogSoftmax", [[2, 3]], NodeAttribute.Of("axis", 0)) { Opset = 12 },
        new("plain", "CumSum", [[3, 4]]) { Fixed = [GradientCase.Scalar(1, 1L)] },
        new("exclusive", "CumSum", [[3, 4]], NodeAttribute.Of("exclusive", 1)) { Fixed = [GradientCase.Scalar(1, 0L)] },
        new("reverse", "CumSum", [[3, 4]], NodeAttribute.Of("reverse", 1)) { Fixed = [GradientCase.Scalar(1, -1L)] },
        new("both", "CumSum", [[3, 4]], NodeAttribute.Of("reverse", 1), NodeAttribute.Of("exclusive", 1)) { Fixed = [GradientCase.Scalar(1, 1)] },
        new("upper", "Trilu", [[2, 3, 4]]),
        new("lower with diagonal", "Trilu", [[4, 4]], NodeAttribute.Of("upper", 0)) { Fixed = [GradientCase.Scalar(1, 1L)] },
    ];
}
