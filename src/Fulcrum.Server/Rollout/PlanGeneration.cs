using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Sets;
using Fulcrum.Runtime;
using Fulcrum.Stages;

namespace Fulcrum.Server.Rollout;

/// <summary>One tier of all plans of a folder, alive, with the way to the next tier. Whoever uses it holds a lease.</summary>
internal sealed class PlanGeneration
{
    private PlanGeneration(string folder, string model, StageShelf shelf, StageHop? next) => (Folder, Model, Shelf, Next, Leases) = (folder, model, shelf, next, new LeaseCount(Free));

    /// <summary>The plan folder.</summary>
    public string Folder { get; }

    /// <summary>The plans' model.</summary>
    public string Model { get; }

    public StageShelf Shelf { get; }

    public StageHop? Next { get; }

    public LeaseCount Leases { get; }

    /// <summary>What is done when it goes.</summary>
    public Action? Gone { get; init; }

    /// <summary>Loads the tier's segments.</summary>
    /// <param name="folder">Of a plan or a set.</param>
    /// <param name="options">Which tier, and how.</param>
    /// <param name="gone">What is done when it goes.</param>
    /// <exception cref="InputException">The options do not fit the plan, or the plan is wrong.</exception>
    public static PlanGeneration Open(string folder, StageServerOptions options, Action? gone = null)
    {
        IReadOnlyList<PlanFolder> all = PlanSet.IsSet(folder) ? PlanSet.Read(folder).Plans : [PlanFolder.Read(folder)];
        PlanFolder longest = all.MaxBy(p => p.Manifest.Tiers.Count)!;
        int index = Check(longest, options);
        var plans = all.Select((p, i) => (Plan: p, Number: i)).Where(p => p.Plan.Manifest.Tiers.Count > index).ToDictionary(p => p.Number, p => p.Plan);
        StageShelf shelf = StageShelf.Open(plans, index, options.Runners?.For(longest.Manifest.Model) ?? new OnnxRuntimeRunner(options.Threads), options.Stage, options.KeptPlans);
        try
        {
            string model = longest.Manifest.Model;
            return new PlanGeneration(folder, model, shelf, options.Next is Uri next ? new StageHop(next, options.NextLink, model, options.NextCredentials) : null) { Gone = gone };
        }
        catch
        {
            shelf.Dispose();
            throw;
        }
    }

    private void Free()
    {
        Next?.Dispose();
        Shelf.Dispose();
        Gone?.Invoke();
    }

    private static int Check(PlanFolder longest, StageServerOptions options)
    {
        int index = longest.Find(options.Tier), last = longest.Manifest.Tiers.Count - 1;
        if (index == 0)
            throw new InputException("tier-first", options.Tier, "The first tier is the device, which is not served.", "Serve another tier; run this one with the verb device.");
        if (index < last && options.Next is null)
            throw new InputException("option-missing", "--next", $"Tier '{options.Tier}' is not the last of the plan.", $"Give the address of tier '{longest.Manifest.Tiers[index + 1].Name}'.");
        return index == last && options.Next is not null
            ? throw new InputException("option-malformed", "--next", $"Tier '{options.Tier}' is the last of the plan.", "Leave the address out.")
            : index;
    }
}
