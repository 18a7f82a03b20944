using Fulcrum.Graphs;
using Fulcrum.Problems;

namespace Fulcrum.Server.Tensors;

/// <summary>What goes into a model and what comes out.</summary>
internal sealed class ModelSignature
{
    private ModelSignature(TensorSpec[] inputs, TensorSpec[] outputs) => (Inputs, Outputs) = (inputs, outputs);

    public TensorSpec[] Inputs { get; }

    public TensorSpec[] Outputs { get; }

    /// <summary>Whether samples can be joined along the first dimension of every input and output.</summary>
    public bool IsBatchable => Inputs.Length > 0 && Inputs.Concat(Outputs).All(t => t.HasFreeBatch && !t.IsText);

    /// <summary>Whether all inputs begin with a dimension of any size, as a model with max_batch_size must.</summary>
    public bool HasBatchInputs => Inputs.Length > 0 && Inputs.All(t => t.HasFreeBatch);

    /// <summary>The signature of a model; inputs that have an initializer need not be given and are left out.</summary>
    /// <exception cref="InputException"><c>model-type</c> for every tensor that cannot travel.</exception>
    public static ModelSignature Of(Graph graph)
    {
        HashSet<string> constants = [.. graph.Initializers.Select(t => t.Name), .. graph.SparseInitializers.Select(t => t.Name)];
        var problems = new List<Problem>();
        TensorSpec[] Specs(IEnumerable<ValueInfo> values) => [.. values.Select(v => Spec(v, problems)).OfType<TensorSpec>()];
        var signature = new ModelSignature(Specs(graph.Inputs.Where(i => !constants.Contains(i.Name))), Specs(graph.Outputs));
        return problems.Count == 0 ? signature : throw new InputException(problems);
    }

    /// <summary>The shape of an output when those of the inputs settle it by their symbols; null otherwise.</summary>
    /// <param name="output">The output.</param>
    /// <param name="inputs">The inputs' shapes, in order.</param>
    public long[]? OutputShape(TensorSpec output, long[][] inputs)
    {
        if (output.Shape is null || output.IsText)
            return null;
        long[] shape = [.. output.Shape];
        for (int d = 0; d < shape.Length; d++)
        {
            if (shape[d] < 0 && (shape[d] = SizeOf(output.Symbols[d], inputs)) < 0)
                return null;
        }

        return shape;
    }

    private long SizeOf(string? symbol, long[][] shapes)
    {
        for (int i = 0; symbol is not null && i < Inputs.Length; i++)
        {
            int d = Array.IndexOf(Inputs[i].Symbols, symbol);
            if (d >= 0)
                return shapes[i][d];
        }

        return -1;
    }

    private static TensorSpec? Spec(ValueInfo value, List<Problem> problems)
    {
        try
        {
            return TensorSpec.Of(value);
        }
        catch (InputException refused)
        {
            problems.AddRange(refused.Problems);
            return null;
        }
    }
}
