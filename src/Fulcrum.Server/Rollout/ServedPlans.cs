using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Stages;

namespace Fulcrum.Server.Rollout;

/// <summary>The plans that a server answers now: the newest generation first, then those that devices in flight still use. Swapped as a whole.</summary>
internal sealed class ServedPlans : IDisposable
{
    private volatile IReadOnlyList<PlanGeneration> _generations = [];

    /// <summary>Looks for what is not known here; null: there is nowhere to look.</summary>
    public Func<CancellationToken, Task>? Look { get; set; }

    /// <summary>Why the newest is not among them; null: it is, or there is none.</summary>
    public string? Missing { get; set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<PlanGeneration> Generations => _generations;

    /// <summary>Whether there is any.</summary>
    public bool IsReady => _generations.Count > 0;

    /// <summary>The most bytes of a message that any of the plans takes.</summary>
    public int MostBytes => _generations.Count == 0 ? PlanFrame.HeaderBytes : _generations.Max(g => g.Shelf.MostBytes);

    /// <summary>Puts generations in the place of those there are; what is not among them goes with its last lease.</summary>
    public void Swap(IReadOnlyList<PlanGeneration> fresh)
    {
        IReadOnlyList<PlanGeneration> before = _generations;
        _generations = fresh;
        foreach (PlanGeneration generation in before.Except(fresh))
            generation.Leases.Release();
    }

    /// <summary>The plan with a tag; to be given back.</summary>
    /// <param name="model">The model that the request names.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="cancellation">Ends waiting for the store.</param>
    /// <exception cref="InputException"><c>model-unknown</c>, <c>plan-mismatch</c>, <c>plan-unavailable</c>, <c>store-unreachable</c>.</exception>
    public async Task<PlanUse> TakeAsync(string model, ulong tag, CancellationToken cancellation)
    {
        if (Find(model, tag) is PlanUse known)
            return known;
        if (Look is not null)
        {
            await Look(cancellation).ConfigureAwait(false);
            if (Find(model, tag) is PlanUse fresh)
                return fresh;
        }

        if (Missing is string reason || !IsReady)
            throw new InputException("plan-unavailable", "body", $"The newest plan is not served here{(Missing is null ? ": nothing is published" : $": {Missing}")}.", "The server's operator has to publish a plan that loads.");
        throw _generations.Any(g => g.Model == model) ? PlanFrame.Mismatch() : UnknownModel();
    }

    /// <summary>The refusal of a model that no plan is of.</summary>
    public InputException UnknownModel() => new("model-unknown", "model", "No plan of this model runs here.", $"The plan here is of {string.Join(", ", _generations.Select(g => g.Model).Distinct())}.");

    /// <inheritdoc/>
    public void Dispose() => Swap([]);

    private PlanUse? Find(string model, ulong tag)
    {
        foreach (PlanGeneration generation in _generations)
        {
            if (generation.Model != model || generation.Shelf.Find(tag) is not (>= 0 and int number) || !generation.Leases.TryTake())
                continue;
            try
            {
                return new PlanUse(generation, generation.Shelf.Take(number));
            }
            catch
            {
                generation.Leases.Release();
                throw;
            }
        }

        return null;
    }
}

/// <summary>A tier of a plan that a request uses.</summary>
/// <param name="Generation">Where it is from.</param>
/// <param name="Lease">It.</param>
internal sealed record PlanUse(PlanGeneration Generation, StageLease Lease)
{
    public void Return()
    {
        Generation.Shelf.Return(Lease);
        Generation.Leases.Release();
    }
}
