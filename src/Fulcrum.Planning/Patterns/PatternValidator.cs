using Fulcrum.Problems;

namespace Fulcrum.Planning.Patterns;

/// <summary>Checks a pattern set that comes from a file.</summary>
internal static class PatternValidator
{
    public static IReadOnlyList<Problem> Check(PatternSet set, string path, string? modelHash)
    {
        if (set.FormatVersion != PatternSet.CurrentVersion)
            return [new Problem("patterns-version", path, $"The file has format {set.FormatVersion}, this program reads {PatternSet.CurrentVersion}.", "Plan the model again.")];
        var problems = new List<Problem>();
        void Require(bool holds, string code, string where, string message)
        {
            if (!holds)
                problems.Add(new Problem(code, $"{path}: {where}", message, "Plan the model again."));
        }

        Require(modelHash is null || set.ModelHash == modelHash, "patterns-foreign", "model_hash", "The patterns belong to another model file.");
        Require(set.Cuts.Count == set.Layers.Count + 1, "patterns-malformed", "cuts", $"{set.Cuts.Count} cuts do not fit {set.Layers.Count} layers.");
        Require(set.Patterns.Count > 0, "patterns-malformed", "patterns", "There is no pattern.");
        Require(set.Layers.All(l => l.Macs >= 0 && l.WeightCount > 0), "patterns-malformed", "layers", "A layer's work or size is out of range.");
        Require(set.Cuts.All(c => c.Elements > 0), "patterns-malformed", "cuts", "A cut tensor's size is out of range.");
        for (int i = 0; i < set.Patterns.Count; i++)
        {
            Pattern p = set.Patterns[i];
            bool sound = p.Cut >= 0 && p.Cut <= set.Layers.Count && p.WeightBits.Count == p.Cut && double.IsFinite(p.Level) && p.Level >= 0
                && p.SegmentBytes >= 0 && p.CutTensorBytes >= 0 && p.Fp32Bytes >= 0 && p.CutTensor.IsValid && p.WeightBits.All(b => b is (>= 2 and <= 8) or 32);
            Require(sound, "patterns-malformed", $"patterns[{i}]", "A figure of the pattern is out of range.");
        }

        Require(set.Patterns.Select(p => (p.Cut, p.Level)).Distinct().Count() == set.Patterns.Count, "patterns-malformed", "patterns", "A (cut, level) is there twice.");
        return problems;
    }
}
