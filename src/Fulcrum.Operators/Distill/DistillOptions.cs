using Fulcrum.Operators.Composition;
using Fulcrum.Operators.FineTuning;
using Fulcrum.Operators.Prune;

namespace Fulcrum.Operators.Distill;

/// <summary>Which student learns from the model, and how.</summary>
public sealed record DistillOptions
{
    /// <summary>An .onnx file with the model's input and classes; null (default): a student derived from the model.</summary>
    public string? Student { get; init; }

    /// <summary>A derived student's share of the model's work: 1 / speedup. Default 2.5.</summary>
    public double Speedup { get; init; } = 2.5;

    /// <summary>What a derived student has less of. Default: blocks where the model has enough of them, else channels too.</summary>
    public StudentForm Form { get; init; }

    /// <summary>The share of the model's multiply-accumulates that blocks take with them at least, while there are any, before channels go, 0 to 1, with <see cref="StudentForm.Auto"/>. Default 1: as much as must.</summary>
    public double Blocks { get; init; } = 1;

    /// <summary>How channels are chosen.</summary>
    public PruneOptions Channels { get; init; } = new();

    /// <summary>Pairs of hidden values of one shape, <c>student&gt;teacher</c>, whose difference joins the loss; <see cref="Auto"/> alone: what stands in a derived student for blocks that went. Default none.</summary>
    public IReadOnlyList<string> Match { get; init; } = [];

    /// <summary><c>match=auto</c>.</summary>
    public const string Auto = "auto";

    /// <summary>Whether pairs are found, not written.</summary>
    public bool FindsPairs => Match is [Auto];

    /// <summary>How it is trained; 8 passes by default.</summary>
    public FineTuneOptions Training { get; init; } = Standard;

    private static FineTuneOptions Standard { get; } = new() { Epochs = 8, LearningRate = null };

    /// <summary>Options as written: student, speedup, form, blocks, match, those of choosing channels and those of training.</summary>
    public static DistillOptions Read(OperatorOptions options)
    {
        StudentForm form = options.Choice("form", StudentForm.Auto);
        if (form != StudentForm.Auto && options.Has("blocks"))
            options.Refuse("blocks", "Only form=auto takes both blocks and channels.");
        return new DistillOptions
        {
            Student = options.File("student"),
            Speedup = options.Real("speedup", 2.5, 1.01, 1000),
            Form = form,
            Blocks = options.Real("blocks", 1, 0, 1),
            Channels = PruneOptions.ReadSelection(options),
            Match = options.List("match"),
            Training = FineTuneOptions.Read(options, Standard),
        };
    }
}

/// <summary>What a derived student has less of than its teacher.</summary>
public enum StudentForm
{
    /// <summary>Blocks, and channels where those are not enough.</summary>
    Auto,

    /// <summary>Blocks only.</summary>
    Blocks,

    /// <summary>Channels only.</summary>
    Channels,
}
