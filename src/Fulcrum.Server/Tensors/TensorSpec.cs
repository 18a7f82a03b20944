using System.Text;
using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Server.Tensors;

/// <summary>An input or output of a served model.</summary>
internal sealed class TensorSpec
{
    private TensorSpec(string name, ElementType element, Dim[]? shape)
    {
        (Name, Element) = (name, element);
        (Utf8Name, Datatype) = (Encoding.UTF8.GetBytes(name), Datatypes.Name(element)!);
        Shape = shape is null ? null : [.. shape.Select(d => d.Size ?? -1)];
        Symbols = shape is null ? [] : [.. shape.Select(d => d.Size is null ? d.Symbol : null)];
    }

    public string Name { get; }

    public byte[] Utf8Name { get; }

    public ElementType Element { get; }

    /// <summary>The protocol's name of <see cref="Element"/>.</summary>
    public string Datatype { get; }

    /// <summary>The dimensions, -1 where any size may be; null when not even their number is known.</summary>
    public long[]? Shape { get; }

    /// <summary>The symbol of each unknown dimension; null where it has none or is known.</summary>
    public string?[] Symbols { get; }

    public bool IsText => Element == ElementType.String;

    /// <summary>Whether the first dimension may have any size.</summary>
    public bool HasFreeBatch => Shape is [-1, ..];

    /// <summary>Whether a shape is one that the model takes.</summary>
    public bool Takes(ReadOnlySpan<long> shape)
    {
        if (Shape is null)
            return true;
        if (Shape.Length != shape.Length)
            return false;
        for (int i = 0; i < shape.Length; i++)
        {
            if (Shape[i] >= 0 && Shape[i] != shape[i])
                return false;
        }

        return true;
    }

    /// <summary>The spec of a graph's value.</summary>
    /// <exception cref="InputException"><c>model-type</c> when the protocol has no such tensors.</exception>
    public static TensorSpec Of(ValueInfo value) => value.Tensor is TensorType tensor && Datatypes.Name(tensor.Element) is not null
        ? new TensorSpec(value.Name, tensor.Element, tensor.Shape?.ToArray())
        : throw new InputException("model-type", value.Name, $"The type {value.Type?.ToString() ?? "undeclared"} cannot travel in the Open Inference Protocol.", "Serve a model whose inputs and outputs are tensors of the protocol's types.");
}
