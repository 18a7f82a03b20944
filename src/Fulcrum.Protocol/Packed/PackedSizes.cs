using Fulcrum.Protocol.Weights;

namespace Fulcrum.Protocol.Packed;

/// <summary>What each tensor of a packed model takes in its file.</summary>
public static class PackedSizes
{
    /// <summary>Bytes of codes and steps by tensor, in order, each with an equal share of what the file holds besides graph and floats.</summary>
    /// <param name="model">The model.</param>
    /// <param name="bytes">Of its file without the graph.</param>
    public static IReadOnlyList<double> Of(PackedModel model, long bytes)
    {
        (var steps, var symbols) = (new SymbolEncoder(), new SymbolEncoder());
        List<double> sizes = [];
        foreach (PackedTensor tensor in model.Tensors)
        {
            double before = steps.Bytes + symbols.Bytes;
            StepCoding.Encode(steps, tensor.RowSteps, StepCoding.Window(tensor.Shape, tensor.RowSteps.Length, tensor.RowLength));
            StepCoding.Encode(steps, tensor.ColumnSteps, StepCoding.Window(tensor.Shape, tensor.ColumnSteps.Length, tensor.RowLength));
            symbols.Encode(tensor.Symbols, tensor.RowLength);
            sizes.Add(steps.Bytes + symbols.Bytes - before);
        }

        double rest = bytes - model.Floats.Sum(f => 4.0 * f.Values.Length) - sizes.Sum();
        return [.. sizes.Select(s => s + (rest / Math.Max(1, sizes.Count)))];
    }
}
