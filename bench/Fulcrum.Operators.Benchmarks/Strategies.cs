using System.Text.Json;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>What the table holds: every composition on every model.</summary>
internal sealed record Strategies(IReadOnlyList<ModelEntry> Models, IReadOnlyList<Composition> Compositions)
{
    public static Strategies Read(string path) => JsonSerializer.Deserialize<Strategies>(File.ReadAllBytes(path), Json.Options) ?? throw new InvalidDataException($"{path} is empty.");

    /// <summary>The jobs of some models, quick ones first; identity comes before all others of its model.</summary>
    public IReadOnlyList<Job> Jobs(IEnumerable<ModelEntry> models) =>
        [.. models.SelectMany(m => Compositions.Where(c => m.Only?.Contains(c.Name) ?? true).Select(c => new Job(m, c))).OrderBy(j => j.Composition.Name != Composition.Identity).ThenBy(j => j.Weight)];
}

/// <summary>A model.</summary>
/// <param name="Name">In the table and as a folder.</param>
/// <param name="Data">A dataset's name, or a description in the repository.</param>
/// <param name="Train">Options of training by operator: those of <c>prune</c> replace <c>{prune}</c> in compositions.</param>
/// <param name="Cost">How long it takes against other models, for the time left.</param>
/// <param name="Architecture">Trained from nothing when there is no file.</param>
/// <param name="Fit">Options of that training, as `train` takes them; null: its defaults.</param>
/// <param name="File">In the folder FULCRUM_MODELS, or beside the data.</param>
/// <param name="Variable">Of the environment, naming the folder of the data.</param>
/// <param name="Only">The compositions that are affordable; null: all.</param>
internal sealed record ModelEntry(string Name, string Data, IReadOnlyDictionary<string, string> Train, double Cost, string? Architecture, string? Fit, string? File, string? Variable, IReadOnlyList<string>? Only);

/// <summary>Operators under a short name.</summary>
internal sealed record Composition(string Name, string Operators)
{
    public const string Identity = "identity";
    private const string Quick = "epochs=1, train-samples=500";

    /// <summary>How many operators train.</summary>
    public int Trainings => Operators.Count(c => c == '{');

    /// <summary>As `apply` takes it.</summary>
    public string For(ModelEntry model, bool quick) =>
        model.Train.Aggregate(Operators, (text, train) => text.Replace($"{{{train.Key}}}", quick ? Quick : train.Value, StringComparison.Ordinal));
}

/// <summary>One row.</summary>
internal sealed record Job(ModelEntry Model, Composition Composition)
{
    /// <summary>Time it takes against other jobs.</summary>
    public double Weight => Model.Cost * (1 + (4 * Composition.Trainings) + Composition.Operators.Count(c => c == '|'));
}
