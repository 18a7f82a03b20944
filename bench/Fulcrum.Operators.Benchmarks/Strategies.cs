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
/// <param name="Train">Options that replace <c>{train}</c> in compositions.</param>
/// <param name="Cost">How long it takes against other models, for the time left.</param>
/// <param name="Architecture">Trained from nothing when there is no file.</param>
/// <param name="File">In the folder FULCRUM_MODELS, or beside the data.</param>
/// <param name="Variable">Of the environment, naming the folder of the data.</param>
/// <param name="Only">The compositions that are affordable; null: all.</param>
internal sealed record ModelEntry(string Name, string Data, string Train, double Cost, string? Architecture, string? File, string? Variable, IReadOnlyList<string>? Only);

/// <summary>Operators under a short name.</summary>
internal sealed record Composition(string Name, string Operators)
{
    public const string Identity = "identity";
    private const string Training = "{train}", Quick = "epochs=1, train-samples=500";

    /// <summary>How many operators train.</summary>
    public int Trainings => Operators.Split(Training).Length - 1;

    /// <summary>As `apply` takes it.</summary>
    public string For(ModelEntry model, bool quick) => Operators.Replace(Training, quick ? Quick : model.Train, StringComparison.Ordinal);
}

/// <summary>One row.</summary>
internal sealed record Job(ModelEntry Model, Composition Composition)
{
    /// <summary>Time it takes against other jobs.</summary>
    public double Weight => Model.Cost * (1 + (4 * Composition.Trainings) + Composition.Operators.Count(c => c == '|'));
}
