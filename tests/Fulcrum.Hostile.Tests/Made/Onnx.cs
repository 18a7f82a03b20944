using static Fulcrum.Hostile.Tests.Made.Wire;

namespace Fulcrum.Hostile.Tests.Made;

/// <summary>ONNX messages as bytes.</summary>
internal static class Onnx
{
    public const int Float = 1;
    public const int LongInteger = 7;

    /// <summary>A model of a graph, with other fields of the model after it.</summary>
    public static byte[] Model(byte[] graph, params byte[][] others) => Join([Varint(1, 8), Bytes(8, Text(1, ""), Varint(2, 17)), Bytes(7, graph), .. others]);

    /// <summary>A graph with one input x and one output y, both float[4], and what is given.</summary>
    public static byte[] Graph(params byte[][] parts) => Join([Text(2, "g"), Bytes(11, Value("x", Float, 4)), Bytes(12, Value("y", Float, 4)), .. parts]);

    /// <summary>A graph that adds an initializer w of four floats to its input.</summary>
    public static byte[] AddGraph(byte[] weight) => Graph(Bytes(1, Node("Add", ["x", "w"], ["y"])), Bytes(5, weight));

    public static byte[] Value(string name, int element, params long[] shape) =>
        Join(Text(1, name), Bytes(2, Bytes(1, Varint(1, element), Bytes(2, [.. shape.Select(d => Bytes(1, Varint(1, d)))]))));

    public static byte[] Node(string op, string[] inputs, string[] outputs, params byte[][] attributes) =>
        Join([.. inputs.Select(i => Text(1, i)), .. outputs.Select(o => Text(2, o)), Text(4, op), .. attributes.Select(a => Bytes(5, a))]);

    public static byte[] Attribute(string name, int type, byte[] value) => Join(Text(1, name), value, Varint(20, type));

    public static byte[] Tensor(string name, int element, long[] shape, params byte[][] data) => Join([Packed(1, shape), Varint(2, element), Text(8, name), .. data]);

    /// <summary>Four floats in the model itself.</summary>
    public static byte[] Weight(string name = "w") => Tensor(name, Float, [4], Bytes(9, new byte[16]));

    /// <summary>Four floats in another file.</summary>
    public static byte[] Elsewhere(string location, string? offset = null, string? length = null, string name = "w", params (string Key, string Value)[] more) =>
        Tensor(name, Float, [4], [Entry("location", location), .. Given("offset", offset), .. Given("length", length), .. more.Select(m => Entry(m.Key, m.Value)), Varint(14, 1)]);

    private static byte[] Entry(string key, string value) => Bytes(13, Text(1, key), Text(2, value));

    private static byte[][] Given(string key, string? value) => value is null ? [] : [Entry(key, value)];
}
