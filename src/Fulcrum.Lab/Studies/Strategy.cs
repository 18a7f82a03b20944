using Fulcrum.Protocol.Plans;

namespace Fulcrum.Lab.Studies;

/// <summary>One cell of a study.</summary>
/// <param name="Model">The model.</param>
/// <param name="Operator">What was done to it.</param>
/// <param name="Placement">Where it runs.</param>
/// <param name="Mode">How requests are made.</param>
/// <param name="Conditions">Over which links.</param>
/// <param name="IsControl">Whether it is the second of two equal ones.</param>
public sealed record Strategy(StudyModel Model, StudyOperator Operator, StudyPlacement Placement, StudyMode Mode, StudyConditions Conditions, bool IsControl = false)
{
    /// <summary>What is behind the operator's name in the second of two equal strategies.</summary>
    public const string ControlMark = " (again)";

    /// <summary>The operator as tables show it.</summary>
    public string OperatorName => IsControl ? Operator.Name + ControlMark : Operator.Name;

    /// <summary>The mode as tables show it.</summary>
    public string ModeName => NameOf(Mode);

    /// <summary>The position of the last tier that computes.</summary>
    public int LastTier => Conditions.System.Tiers.ToList().FindIndex(t => t.Name == Placement.Tiers[^1]);

    /// <summary>How everything that crosses a link is coded.</summary>
    /// <param name="link">The link's position.</param>
    public PlanCoding CodingOf(int link) => Mode == StudyMode.AsPublished ? PlanCoding.Base64 : Conditions.IsSlow(link) ? PlanCoding.Compressed : PlanCoding.Plain;

    /// <summary>Unique, and good as a file's name.</summary>
    public string Key => FileName($"{Model.Name}-{OperatorName}-{Placement.Name}-{ModeName}{(Conditions.Name.Length > 0 ? $"-{Conditions.Name}" : "")}");

    /// <summary>The plan folder that it runs, named by the codings of its links: equal for equal strategies, and where links are coded alike.</summary>
    public string PlanKey => string.Join('-', [PlanName(Model.Name, Operator.Name, Placement.Name, ModeName), .. Enumerable.Range(0, LastTier).Select(l => CodingOf(l).Kind)]);

    /// <summary>The artefact that it runs: equal for placements with the same number of parts cut the same way.</summary>
    public string ArtefactKey => FileName($"{Operator.Name}{(Placement.Tiers.Count > 1 ? $"-{Cut}-{Placement.Tiers.Count}" : "")}");

    /// <summary>The operators, with the cut where there are several tiers.</summary>
    public string Composition => Placement.Tiers.Count > 1 ? $"{Operator.For(Model)} | {Cut}" : Operator.For(Model);

    /// <summary>What the names of a strategy's plan folders begin with.</summary>
    public static string PlanName(string model, string name, string placement, string mode) => FileName($"{model}-{name}-{placement}-{mode}");

    /// <summary>Whether a plan folder is of a strategy: nothing is behind its <see cref="PlanName"/> but how its links are coded.</summary>
    public static bool IsPlanOf(string planName, string folder) =>
        folder.StartsWith(planName, StringComparison.Ordinal) && folder[planName.Length..].Split('-') is ["", .. var codings] && codings.All(c => Enum.GetNames<PlanCodingKind>().Contains(c));

    /// <summary>A text with what is not good in a file's name replaced.</summary>
    public static string FileName(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '_' or '.' ? c : '_'));

    private string Cut => Placement.Partition ?? $"partition(parts={Placement.Tiers.Count})";

    /// <summary>How a mode is written.</summary>
    public static string NameOf(StudyMode mode) => mode == StudyMode.Fulcrum ? "fulcrum" : "as-published";

    /// <summary>All of a design, in its order; when there is a control, the first one of each model and mode once more behind it.</summary>
    public static IReadOnlyList<Strategy> Of(StudyDesign design)
    {
        HashSet<(StudyModel, StudyMode)> controlled = [];
        return
        [
            .. from conditions in design.Conditions
               from mode in design.Modes
               from model in design.Models
               from placement in design.Placements
               from o in design.Operators
               where model.Takes(o) && (placement.Operators?.Contains(o.Name) ?? true)
               let strategy = new Strategy(model, o, placement, mode, conditions)
               from one in design.Control && controlled.Add((model, mode)) ? (Strategy[])[strategy, strategy with { IsControl = true }] : [strategy]
               select one,
        ];
    }
}
