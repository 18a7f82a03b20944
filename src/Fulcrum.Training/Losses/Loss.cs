namespace Fulcrum.Training.Losses;

/// <summary>A loss: one scalar, and its gradients with respect to the model's outputs, all as nodes of the step graph.</summary>
public abstract record Loss
{
    /// <summary>Whether it compares with labels.</summary>
    internal virtual bool NeedsLabels => true;

    /// <summary>How many classes labels may name, given the outputs; null when it needs no labels.</summary>
    internal virtual long? Classes(IReadOnlyList<LossInput> outputs) => null;

    /// <summary>Emits the loss and its gradients.</summary>
    /// <exception cref="Problems.InputException">The outputs do not fit the loss.</exception>
    internal abstract LossTerms Emit(LossScope scope);
}

/// <summary>A model's output as a loss sees it.</summary>
/// <param name="Name">The value.</param>
/// <param name="Logits">What a Softmax at the end reads; the value itself where there is none.</param>
/// <param name="Shape">Its sizes, batch first.</param>
internal sealed record LossInput(string Name, string Logits, IReadOnlyList<long> Shape)
{
    /// <summary>How many elements it has.</summary>
    public long Elements => Shape.Aggregate(1L, (product, size) => checked(product * size));
}

/// <summary>What a loss gives.</summary>
/// <param name="Value">The scalar.</param>
/// <param name="Gradients">For values of the forward graph, the value that holds the loss's gradient with respect to them.</param>
internal sealed record LossTerms(string Value, IReadOnlyDictionary<string, string> Gradients);
