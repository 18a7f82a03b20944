using Fulcrum.Cli.Results;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Protocol.Sets;

namespace Fulcrum.Cli.Planning;

/// <summary>Writes the set of plans that was asked for, and says what is in it.</summary>
internal static class PlanSetWriter
{
    /// <summary>Writes it.</summary>
    /// <param name="outcome">What was planned.</param>
    /// <param name="options">What was asked.</param>
    /// <param name="source">What a manifest says besides its plan.</param>
    /// <param name="folder">Where to; null: nowhere.</param>
    /// <returns>Null when no set was asked for.</returns>
    /// <exception cref="InputException">The files cannot be written, or a tensor cannot be sent as the plan says.</exception>
    public static PlanSetFigure? Write(GraphPlanOutcome outcome, GraphPlanOptions options, Func<Plan, PreparedVariant, PlanSource> source, string? folder)
    {
        if (outcome.Set is not { } made)
            return null;
        PreparedVariant Variant(Plan plan) => outcome.Variants.Single(v => v.Variant.Name == plan.Variant);
        var maker = new PlanFolderMaker(OnnxFile.Serialize);
        IReadOnlyList<Plan> rows = made.Table.Plans;
        TableManifest table = TableMaker.Make(source(rows[0], Variant(rows[0])).Model, made.Table, options.Constraints, options.System, options.Grid!);
        long? bytes = null;
        if (folder is not null)
        {
            table = PlanSet.Write(folder, table, [.. rows.Select(p => maker.Make(p, Variant(p).Variant, source(p, Variant(p))))]).Table;
            bytes = Files(folder, table).Sum(f => new FileInfo(f).Length);
        }

        return new PlanSetFigure(
            [.. table.Rows.Select((r, i) => new PlanSetRow(r.Plan, r.Name, r.Summary, r.Links, r.MemoryBytes, made.Losses[i].Drop.Points, [made.Losses[i].Drop.Interval.Low, made.Losses[i].Drop.Interval.High]))],
            made.Compiled, made.Remarks, new RegretFigure(made.Regret.Points, made.Regret.Missed, made.Regret.Mean, made.Regret.P95, made.Regret.Most), bytes);
    }

    /// <summary>The files of a set.</summary>
    private static IEnumerable<string> Files(string folder, TableManifest table) =>
        [Path.Combine(folder, PlanSet.FileName), .. table.Rows.Select(r => Path.Combine(folder, r.Plan)), .. PlanSet.Read(folder).Plans.SelectMany(p => p.Manifest.Tiers.SelectMany(t => t.Segments).Select(p.PathOf)).Distinct()];
}
