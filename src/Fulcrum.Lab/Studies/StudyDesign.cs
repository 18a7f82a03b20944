using Fulcrum.Planning.Tiers;

namespace Fulcrum.Lab.Studies;

/// <summary>What a study runs: models x operators x placements, as the study file says (docs/verbs/study.md).</summary>
public sealed record StudyDesign
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The tiers and links that are emulated; the first tier is the user's device.</summary>
    public required TierSystem System { get; init; }

    /// <summary>The models.</summary>
    public required IReadOnlyList<StudyModel> Models { get; init; }

    /// <summary>What is done to them.</summary>
    public required IReadOnlyList<StudyOperator> Operators { get; init; }

    /// <summary>Where they run.</summary>
    public required IReadOnlyList<StudyPlacement> Placements { get; init; }

    /// <summary>The rates under which everything is run: one (default) is what the tiers file says, several are a sweep.</summary>
    public IReadOnlyList<StudyConditions> Conditions { get; init; } = [];

    /// <summary>How requests are made. Default: Fulcrum's way.</summary>
    public IReadOnlyList<StudyMode> Modes { get; init; } = [StudyMode.Fulcrum];

    /// <summary>Requests of a strategy that are not counted. Default 20.</summary>
    public int Warmup { get; init; } = 20;

    /// <summary>Timed requests of a strategy. Default 50.</summary>
    public int Runs { get; init; } = 50;

    /// <summary>In how many rounds, each in an order of its own and in fresh processes. Default 2.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary>Requests under way at a time in a further block of each strategy, for throughput and latency under load; 0 (default): no such block.</summary>
    public int InFlight { get; init; }

    /// <summary>Whether the tiers are measured before the study: rates, round trips and CPU shares beside those asked for. Default yes.</summary>
    public bool Calibrate { get; init; } = true;

    /// <summary>Whether each model's first strategy is run once more under another name: two equal ones that must be called equal. Default yes.</summary>
    public bool Control { get; init; } = true;
}

/// <summary>A model of a study.</summary>
/// <param name="Name">Unique; letters, digits, dash and underscore.</param>
/// <param name="File">The .onnx file.</param>
/// <param name="Data">The samples: a dataset's name, its folder, or a description.</param>
public sealed record StudyModel(string Name, string File, string Data)
{
    /// <summary>
    /// The value up to which the device always computes, which is what it sends when it runs nothing else of the model: a photo cut to the size that the model reads. Null (default): the model's input is sent.
    /// Requests as published ignore it, and send the input as it is.
    /// </summary>
    public string? Prepared { get; init; }

    /// <summary>A smaller model, which stands for <c>{student}</c> in operators. Null (default): none.</summary>
    public string? Student { get; init; }

    /// <summary>Whether answers are judged by the samples' labels. Default yes.</summary>
    public bool IsJudged { get; init; } = true;

    /// <summary>The operators that are run on it, by name; null: all.</summary>
    public IReadOnlyList<string>? Operators { get; init; }

    /// <summary>Whether an operator is run on it.</summary>
    public bool Takes(StudyOperator named) => Operators?.Contains(named.Name) ?? true;
}

/// <summary>An operator, or a composition of them, of a study.</summary>
/// <param name="Name">What it is called in tables: <c>SPTQ</c>, <c>D+Q</c>.</param>
/// <param name="Composition">What <c>fulcrum apply</c> takes.</param>
public sealed record StudyOperator(string Name, string Composition)
{
    /// <summary>What stands for the model's own student.</summary>
    public const string Student = "{student}";

    /// <summary>What leaves a model as it is.</summary>
    public const string Identity = "identity";

    /// <summary>The composition for a model: with its student.</summary>
    public string For(StudyModel model) => Composition.Replace(Student, model.Student, StringComparison.Ordinal);

    /// <summary>Whether it needs the model's own student.</summary>
    public bool NeedsStudent => Composition.Contains(Student, StringComparison.Ordinal);

    /// <summary>Whether making it takes data: all but the model as it is calibrates or trains.</summary>
    public bool NeedsData => Composition.Trim() != Identity;
}

/// <summary>Where the parts of a model run.</summary>
/// <param name="Tiers">The tiers that compute, from the device on: one for the whole model, several for its parts.</param>
public sealed record StudyPlacement(IReadOnlyList<string> Tiers)
{
    /// <summary>The tiers joined by a plus sign.</summary>
    public string Name => string.Join('+', Tiers);

    /// <summary>The operators that are run there, by name; null: all.</summary>
    public IReadOnlyList<string>? Operators { get; init; }

    /// <summary>The operator that cuts the model when there are several tiers. Default: parts of equal size, as both studies cut.</summary>
    public string? Partition { get; init; }
}

/// <summary>How requests are made.</summary>
public enum StudyMode
{
    /// <summary>A session for all requests, tensors as bytes without loss, what the device can prepare prepared there.</summary>
    Fulcrum,

    /// <summary>As the studies did: a session for each request, the input as it is and tensors as base64 text.</summary>
    AsPublished,
}
