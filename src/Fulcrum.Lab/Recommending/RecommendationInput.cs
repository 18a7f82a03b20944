using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Lab.Studies;
using Fulcrum.Planning.Placements;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Lab.Recommending;

/// <summary>What a recommendation is made from: candidates, and measurements of them.</summary>
/// <param name="Candidates">The strategies, the model as it came first.</param>
/// <param name="Cells">What was measured of them.</param>
public sealed record RecommendationInput(IReadOnlyList<CandidateStrategy> Candidates, IReadOnlyList<MeasuredCell> Cells)
{
    /// <summary>Puts together models, a study and measurements.</summary>
    /// <param name="sources">They.</param>
    /// <param name="conditions">The conditions for which cuts are chosen.</param>
    /// <exception cref="InputException">Any of them cannot be read, or does not belong to the model or the tiers.</exception>
    public static RecommendationInput Of(RecommendationSources sources, Conditions conditions)
    {
        StudyMaterial? study = sources.Study is string folder ? StudyMaterial.Read(folder, sources.Model.Sha256!) : null;
        var query = new MeasurementQuery { System = sources.System, Models = [.. sources.ModelNames, .. study is null ? [] : new[] { study.Model }], Value = sources.Value, Mode = sources.Mode };
        string[] files = [.. sources.Measurements, .. study?.Samples is string samples ? [samples] : Array.Empty<string>()];
        ReadCell[] read = [.. files.SelectMany(f => MeasurementReader.Read(f, query))];
        List<RecommendVariant> variants = [new RecommendVariant(RecommendVariant.Identity, sources.Model, 0), .. sources.Variants];
        Dictionary<string, string> names = read.Select(r => r.Operator).Distinct().ToDictionary(o => o, o => Resolve(o, variants, study, sources.Read));
        foreach (StudyArtefact rest in study?.Artefacts.Where(a => a is { IsIdentity: false, File: not null } && names.Keys.All(n => study.Find(n) != a)) ?? [])
            variants.Add(new RecommendVariant(rest.Key, sources.Read(rest.Key, rest.File!), rest.Accuracy?.DropPoints));
        RanPlacement[] ran = [.. read.DistinctBy(r => (names[r.Operator], PlacementText.Of(r.Tiers, sources.System))).Select(r => new RanPlacement(names[r.Operator], r.Tiers, study?.Plan(r.Operator, PlacementText.Of(r.Tiers, sources.System), sources.Mode)))];
        var builder = new CandidateBuilder(sources.System, conditions) { EncodedInputBytes = sources.EncodedInputBytes, Packs = study is not null && sources.Mode == Strategy.NameOf(StudyMode.Fulcrum) };
        Conditions[] grid = [conditions, .. read.Select(r => r.Cell.Links).DistinctBy(l => l.Key).Select(l => conditions with { UpBitsPerSecond = [.. l.UpBitsPerSecond], DownBitsPerSecond = [.. l.DownBitsPerSecond] })];
        IReadOnlyList<CandidateStrategy> candidates = builder.Build(variants, ran, grid);
        return new RecommendationInput(candidates, Resolved(candidates, [.. read.Select(r => r with { Operator = names[r.Operator] })], sources.System));
    }

    /// <summary>The variant that an operator's name means; one that nobody gave is known by its measurements only.</summary>
    private static string Resolve(string name, List<RecommendVariant> variants, StudyMaterial? study, Func<string, string, CandidateModel> read)
    {
        StudyArtefact? made = study?.Find(name);
        if (made is { IsIdentity: true })
            return RecommendVariant.Identity;
        if (variants.FirstOrDefault(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known)
            return known.Name;
        variants.Add(new RecommendVariant(name, made?.File is string file ? read(name, file) : null, made?.Accuracy?.DropPoints));
        return name;
    }

    /// <summary>Cells of the candidates; medians of the same strategy and conditions from several files are averaged by their errors.</summary>
    private static MeasuredCell[] Resolved(IReadOnlyList<CandidateStrategy> candidates, ReadCell[] read, TierSystem system)
    {
        Dictionary<(string, string), int> at = candidates.Select((c, i) => (c, i)).Where(c => c.c.Cut is null).ToDictionary(c => (c.c.Operator, c.c.Tier), c => c.i);
        return [.. read.GroupBy(r => (Strategy: at[(r.Operator, PlacementText.Of(r.Tiers, system))], r.Cell.Links.Key)).Select(g => Merge(g.Key.Strategy, [.. g.Select(r => r.Cell)]))];
    }

    private static MeasuredCell Merge(int strategy, MeasuredCell[] cells)
    {
        double weight = cells.Sum(c => 1 / (c.Error * c.Error));
        double median = cells.Length == 1 ? cells[0].MedianSeconds : Math.Exp(cells.Sum(c => Math.Log(c.MedianSeconds) / (c.Error * c.Error)) / weight);
        return cells.MaxBy(c => c.Runs)! with { Strategy = strategy, MedianSeconds = median, Runs = cells.Sum(c => c.Runs), Error = 1 / Math.Sqrt(weight) };
    }
}

/// <summary>Where candidates and measurements come from.</summary>
public sealed record RecommendationSources
{
    /// <summary>The tiers and links.</summary>
    public required TierSystem System { get; init; }

    /// <summary>The model as it came, with its file's hash.</summary>
    public required CandidateModel Model { get; init; }

    /// <summary>What measurements call the model.</summary>
    public required IReadOnlyList<string> ModelNames { get; init; }

    /// <summary>Reads a model by the name that it gets and its file.</summary>
    public required Func<string, string, CandidateModel> Read { get; init; }

    /// <summary>Other forms of it.</summary>
    public IReadOnlyList<RecommendVariant> Variants { get; init; } = [];

    /// <summary>The folder of a study; null: none.</summary>
    public string? Study { get; init; }

    /// <summary>Files of measurements.</summary>
    public IReadOnlyList<string> Measurements { get; init; } = [];

    /// <summary>The column measured; null: by its name.</summary>
    public string? Value { get; init; }

    /// <summary>How the requests were made that are taken.</summary>
    public string Mode { get; init; } = "fulcrum";

    /// <summary>Mean bytes of an input in an ordinary lossless encoding; null when not known.</summary>
    public double? EncodedInputBytes { get; init; }
}
