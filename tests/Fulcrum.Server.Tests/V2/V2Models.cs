using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Onnx;

namespace Fulcrum.Server.Tests.V2;

/// <summary>Small models whose answers are known without running them.</summary>
internal static class V2Models
{
    public static readonly IReadOnlyDictionary<string, ElementType> Types = new Dictionary<string, ElementType>
    {
        ["BOOL"] = ElementType.Bool, ["INT8"] = ElementType.Int8, ["INT16"] = ElementType.Int16, ["INT32"] = ElementType.Int32, ["INT64"] = ElementType.Int64,
        ["UINT8"] = ElementType.UInt8, ["UINT16"] = ElementType.UInt16, ["UINT32"] = ElementType.UInt32, ["UINT64"] = ElementType.UInt64,
        ["FP16"] = ElementType.Float16, ["BF16"] = ElementType.BFloat16, ["FP32"] = ElementType.Float, ["FP64"] = ElementType.Double, ["BYTES"] = ElementType.String,
    };

    /// <summary>The model of the specification's examples: output0[i, j] = input1[i] ? sum of column j of input0 : 0.</summary>
    public static Model Example()
    {
        var b = new GraphBuilder("example");
        b.Input("input0", ElementType.UInt32, 2, 2);
        b.Input("input1", ElementType.Bool, 3);
        b.Constant(Tensor.From<long>("axes", [1], [0L]));
        b.Constant(Tensor.From<long>("column", [2], [3L, 1L]));
        NodeAttribute single = NodeAttribute.Of("to", (long)ElementType.Float);
        string sums = b.Emit("ReduceSum", [b.Emit("Cast", ["input0"], "numbers", single), "axes"], "sums");
        string mask = b.Emit("Reshape", [b.Emit("Cast", ["input1"], "flags", single), "column"], "mask");
        b.Emit("Mul", [mask, sums], "output0");
        b.Output("output0", ElementType.Float, 3, 2);
        return new Model { Graph = b.ToGraph() };
    }

    /// <summary>What comes in goes out; the shape is [batch, 2].</summary>
    public static Model Same(ElementType element)
    {
        var b = new GraphBuilder("same");
        b.Input("x", element, Dim.Named("batch"), 2);
        b.Emit("Identity", ["x"], "y");
        b.Output("y", element, Dim.Named("batch"), 2);
        return new Model { Graph = b.ToGraph(), Opsets = [new OpsetImport("", 16)] };
    }

    /// <summary>y = factor x, z = -x, of shape [batch, width].</summary>
    public static Model Scale(float factor, int width = 4)
    {
        var b = new GraphBuilder("scale");
        b.Input("x", ElementType.Float, Dim.Named("batch"), width);
        b.Constant(Tensor.Scalar("factor", factor));
        b.Emit("Mul", ["x", "factor"], "y");
        b.Emit("Neg", ["x"], "z");
        b.Output("y", ElementType.Float, Dim.Named("batch"), width);
        b.Output("z", ElementType.Float, Dim.Named("batch"), width);
        return new Model { Graph = b.ToGraph() };
    }

    /// <summary>Where x is not zero: an output whose shape the values decide.</summary>
    public static Model Positions()
    {
        var b = new GraphBuilder("positions");
        b.Input("x", ElementType.Float, Dim.Named("n"));
        b.Emit("NonZero", ["x"], "y");
        b.Output("y", ElementType.Int64, 1, Dim.Named("found"));
        return new Model { Graph = b.ToGraph() };
    }

    /// <summary>table[x] of ten values: indices out of range fail in the runtime.</summary>
    public static Model Lookup()
    {
        var b = new GraphBuilder("lookup");
        b.Input("x", ElementType.Int64, Dim.Named("batch"), 1);
        b.Constant(Tensor.From<float>("table", [10], [0, 10, 20, 30, 40, 50, 60, 70, 80, 90f]));
        b.Emit("Gather", ["table", "x"], "y");
        b.Output("y", ElementType.Float, Dim.Named("batch"), 1);
        return new Model { Graph = b.ToGraph() };
    }

    /// <summary>The logarithm, of one dimension: negative values give NaN, zero minus infinity.</summary>
    public static Model Log()
    {
        var b = new GraphBuilder("log");
        b.Input("x", ElementType.Float, Dim.Named("n"));
        b.Emit("Log", ["x"], "y");
        b.Output("y", ElementType.Float, Dim.Named("n"));
        return new Model { Graph = b.ToGraph() };
    }

    /// <summary>Declares [n] and gives the first two: the declared symbol lies.</summary>
    public static Model Liar()
    {
        var b = new GraphBuilder("liar");
        b.Input("x", ElementType.Float, Dim.Named("n"));
        b.Constant(Tensor.From<long>("starts", [1], [0L]));
        b.Constant(Tensor.From<long>("ends", [1], [2L]));
        b.Emit("Slice", ["x", "starts", "ends"], "y");
        b.Output("y", ElementType.Float, Dim.Named("n"));
        return new Model { Graph = b.ToGraph() };
    }

    /// <summary>One, after as many rounds as it is told.</summary>
    public static Model Loop() => GraphText.Parse("""
        <ir_version: 8, opset_import: ["" : 17]>
        g (int64[1] trips) => (float[1] y)
        <float[1] one = {1.0}, int64[0] scalar = {}>
        {
            n = Reshape(trips, scalar)
            y = Loop <body = b (int64 i, bool go, float[1] a) => (bool more, float[1] c) { more = Identity(go)  c = Identity(a) }> (n, , one)
        }
        """);

    public static void Write(string repository, string name, Model model, int version = 1, string? config = null)
    {
        string folder = Directory.CreateDirectory(Path.Combine(repository, name, version.ToString())).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), OnnxFile.Serialize(model));
        if (config is not null)
            File.WriteAllText(Path.Combine(repository, name, "config.pbtxt"), config);
    }
}
