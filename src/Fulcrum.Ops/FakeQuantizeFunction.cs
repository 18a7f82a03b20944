using Fulcrum.Graphs;
using Fulcrum.Ops.Families;

namespace Fulcrum.Ops;

/// <summary>
/// FakeQuantize(x, scale, zero) = clip(round(x / scale), low - zero, high - zero) scale as a function that a model carries along, so that every runtime can run it.
/// Attributes: <c>low</c> and <c>high</c>, the ends of the grid; <c>gain</c>, by which the gradient of the scale is multiplied, 0 where none is wanted.
/// </summary>
public static class FakeQuantizeFunction
{
    /// <summary>The op.</summary>
    public const string Name = "FakeQuantize";

    private const long FunctionIr = 8, LeastOpset = 14;

    /// <summary>A node that calls it.</summary>
    /// <param name="x">Floats of any shape.</param>
    /// <param name="scale">The step; positive; one number, or of a shape that broadcasts to that of x.</param>
    /// <param name="zero">Where 0 is on the grid, one float.</param>
    /// <param name="output">The name of the result.</param>
    /// <param name="low">The smallest value of the grid, in steps.</param>
    /// <param name="high">The largest.</param>
    /// <param name="gain">Factor of the scale's gradient.</param>
    public static Node Call(string x, string scale, string zero, string output, float low, float high, float gain) =>
        new(Name, [x, scale, zero], [output], [NodeAttribute.Of("low", low), NodeAttribute.Of("high", high), NodeAttribute.Of("gain", gain)]) { Domain = Domains.Fulcrum, Name = $"{output}/{Name}" };

    /// <summary>A model whose nodes call the function, with the function; its opset becomes at least 14.</summary>
    public static Model AddTo(Model model)
    {
        long opset = Math.Max(model.Opset("") ?? LeastOpset, LeastOpset);
        return model with
        {
            IrVersion = Math.Max(model.IrVersion, FunctionIr),
            Opsets = [new OpsetImport("", opset), .. model.Opsets.Where(o => OpsetImport.Canonical(o.Domain).Length > 0 && o.Domain != Domains.Fulcrum), new OpsetImport(Domains.Fulcrum, 1)],
            Functions = [.. model.Functions, Body(opset)],
        };
    }

    private static Function Body(long opset) => new()
    {
        Name = Name,
        Domain = Domains.Fulcrum,
        Inputs = ["x", "scale", "zero"],
        Outputs = ["y"],
        Attributes = ["low", "high", "gain"],
        Opsets = [new OpsetImport("", opset)],
        Nodes =
        [
            Attribute("low"),
            Attribute("high"),
            new Node("Sub", ["low", "zero"], ["least"]),
            new Node("Sub", ["high", "zero"], ["most"]),
            new Node("Div", ["x", "scale"], ["steps"]),
            new Node("Round", ["steps"], ["rounded"]),
            new Node("Clip", ["rounded", "least", "most"], ["kept"]),
            new Node("Mul", ["kept", "scale"], ["y"]),
        ],
    };

    private static Node Attribute(string name) => new("Constant", [], [name], [NodeAttribute.Of("value_float", 0f) with { ReferenceName = name }]);
}
