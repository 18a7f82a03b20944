using System.Text;
using Fulcrum.Graphs;

namespace Fulcrum.Serving.Benchmarks;

/// <summary>A Relu over so many floats, of which 256 come back: nearly nothing to compute, so that the rest is seen.</summary>
public static class BenchModel
{
    public const int Answered = 256;

    public static Model Of(int width)
    {
        var b = new GraphBuilder("relu");
        b.Input("x", ElementType.Float, Dim.Named("batch"), width);
        b.Constant(Tensor.From<long>("starts", [1], [0L]));
        b.Constant(Tensor.From<long>("ends", [1], [(long)Answered]));
        b.Constant(Tensor.From<long>("axes", [1], [1L]));
        b.Emit("Slice", [b.Emit("Relu", ["x"], "r"), "starts", "ends", "axes"], "y");
        b.Output("y", ElementType.Float, Dim.Named("batch"), Answered);
        return new Model { Graph = b.ToGraph() };
    }

    /// <summary>A client that asks for its answer in binary.</summary>
    public static RawClient Client(Uri url, string name, int width, string headers = "") => new(
        url, $"/v2/models/{name}/infer", headers,
        Encoding.UTF8.GetBytes($$"""{"inputs":[{"name":"x","shape":[1,{{width}}],"datatype":"FP32","parameters":{"binary_data_size":{{width * 4}}} } ],"outputs":[{"name":"y","parameters":{"binary_data":true} } ] }"""), new byte[width * 4]);
}
