using System.Reflection;
using System.Text;
using Fulcrum.Graphs;

namespace Fulcrum.Ops.Tests;

/// <summary>Renders docs/ops.md from the catalogue.</summary>
internal static class OpTable
{
    private const string Introduction = """
        # Ops

        What Fulcrum knows about each ONNX op, written from its catalogue. An op that is not listed is carried through unchanged and reported; nothing is guessed about it.

        | column | meaning |
        | --- | --- |
        | opsets | the versions of its domain that introduced the op and last changed it; when it was removed |
        | inputs, outputs | how many it takes and gives, over all versions; all their types are inferred as far as the inputs tell |
        | macs | multiply-accumulates: counted, 0 for ops without sums of products, or unknown |
        | values | the integers it makes of shapes and constants are followed to Reshape, Slice, Expand |
        | gradient | a step graph can be written through it |
        | differentiable | the first output is a differentiable function of some input, almost everywhere |
        | quantization | its part in a quantized graph |
        | weight | the input that is its weight, counted from 0 |

        """;

    /// <summary>The whole document.</summary>
    public static string Render()
    {
        var page = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (IGrouping<string, OpDefinition> domain in OpCatalog.All.GroupBy(d => d.Domain).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            page.Append('\n').Append("## ").Append(domain.Key.Length == 0 ? "ai.onnx" : domain.Key).Append("\n\n");
            page.Append("| op | opsets | inputs | outputs | macs | values | gradient | differentiable | quantization | weight |\n");
            page.Append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (OpDefinition op in domain.OrderBy(d => d.OpType, StringComparer.Ordinal))
                page.Append("| ").AppendJoin(" | ", Row(op)).Append(" |\n");
        }

        return page.ToString();
    }

    private static string[] Row(OpDefinition op) =>
    [
        op.OpType, Opsets(op.Schema), Range(op.Schema.Inputs), Range(op.Schema.Outputs), Macs(op), FollowsValues(op) ? "yes" : "-", op.HasGradient ? "yes" : "-",
        op.IsDifferentiable switch { true => "yes", false => "no", null => "unknown" }, Words(op.Quantization), Weight(op),
    ];

    private static string Opsets(OpSchema schema) =>
        (schema.Since.Length == 1 ? $"{schema.Since[0]}" : $"{schema.Since[0]}, {schema.Since[^1]}") + (schema.RemovedIn is int removed ? $", removed in {removed}" : "");

    private static string Range((int Least, int Most) range) =>
        range.Least == range.Most ? $"{range.Least}" : range.Most == OpSchema.Any ? $"{range.Least} or more" : $"{range.Least} to {range.Most}";

    /// <summary>An op that says 0 without knowing anything of its inputs always does.</summary>
    private static string Macs(OpDefinition op) =>
        !Overrides(op, nameof(OpDefinition.Macs)) ? "unknown" : op.Macs(new OpNode(new Node(op.OpType, [], []), [])) == 0 ? "0" : "counted";

    /// <summary>Families that follow values by a rule follow none where an op gives no rule.</summary>
    private static bool FollowsValues(OpDefinition op)
    {
        if (!Overrides(op, nameof(OpDefinition.InferValue)))
            return Overrides(op, nameof(OpDefinition.InferConstant));
        MethodInfo? rule = op.GetType().GetMethods(BindingFlags.Instance | BindingFlags.NonPublic).FirstOrDefault(m => m.Name is "IntegerRule" or "get_IntegerRule");
        return rule is null || rule.DeclaringType != Method(op, nameof(OpDefinition.InferValue)).DeclaringType;
    }

    private static string Weight(OpDefinition op)
    {
        OnnxType?[] matrices = [.. Enumerable.Repeat(new TensorType(ElementType.Float, Shapes.Unknown(2)), 9)];
        var node = new OpNode(new Node(op.OpType, [.. matrices.Select((_, i) => $"x{i}")], ["y"]), matrices);
        return op.Weight(node) is WeightRole role ? $"{role.Input}" : "-";
    }

    private static string Words(QuantizationRole role) => role switch
    {
        QuantizationRole.PassThrough => "pass through",
        QuantizationRole.KeepFloat => "keep float",
        QuantizationRole.NoReals => "no reals",
        _ => role.ToString().ToLowerInvariant(),
    };

    private static bool Overrides(OpDefinition op, string method) => Method(op, method).DeclaringType != typeof(OpDefinition);

    private static MethodInfo Method(OpDefinition op, string name) => op.GetType().GetMethod(name)!;
}
