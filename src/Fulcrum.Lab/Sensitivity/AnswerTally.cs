using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Evaluation.Comparison;

namespace Fulcrum.Lab.Sensitivity;

/// <summary>How a variant's answers compare with the reference's.</summary>
public sealed class AnswerTally(bool isProbability)
{
    private readonly LogitDistance _distance = new(isProbability);
    private readonly List<bool> _reference = [], _variant = [];
    private readonly Dictionary<string, int> _left = [];

    /// <summary>Change of the outputs as a share of their energy.</summary>
    public double Noise => _distance.Relative;

    /// <summary>The paired loss of Top-1.</summary>
    public PairedDrop Drop => PairedDrop.Between([.. _reference], [.. _variant]);

    /// <summary>Top-1 of the reference.</summary>
    public Accuracy Reference => new(_reference.Count(r => r), _reference.Count);

    /// <summary>Top-1 of the variant.</summary>
    public Accuracy Variant => new(_variant.Count(r => r), _variant.Count);

    /// <summary>How many samples each exit has answered, by its output.</summary>
    public IReadOnlyDictionary<string, int> Left => _left;

    /// <summary>Adds samples.</summary>
    public void Add(ReadOnlySpan<float> reference, ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, int count)
    {
        _distance.Add(reference, outputs, reference.Length / count);
        bool[] right = new bool[count];
        TopOne.Judge(reference, labels, right);
        _reference.AddRange(right);
        TopOne.Judge(outputs, labels, right);
        _variant.AddRange(right);
    }

    /// <summary>Counts a sample that an exit answers.</summary>
    public void Leave(string exit) => _left[exit] = _left.GetValueOrDefault(exit) + 1;
}
