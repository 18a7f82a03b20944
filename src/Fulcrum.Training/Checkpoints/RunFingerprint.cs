using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fulcrum.Data;
using Fulcrum.Training.Steps;

namespace Fulcrum.Training.Checkpoints;

/// <summary>What makes two training runs the same: graph, first weights, samples, options.</summary>
internal static class RunFingerprint
{
    public static string Of(StepGraph step, DatasetSplit data, TrainingOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(options.Describe());
        Add(string.Create(CultureInfo.InvariantCulture, $"{data.Count} x {data.SampleLength} {data.Format}"));
        for (int i = 0; i < data.Count; i += Math.Max(1, data.Count / 64))
            hash.AppendData(data.Stored(i));
        foreach (StepSlot slot in step.Slots)
        {
            Add(slot.Input);
            hash.AppendData(slot.Initial.Bytes.Span);
        }

        foreach (Graphs.Node node in step.Model.Graph.Nodes)
            Add($"{node.OpType} {string.Join(' ', node.Inputs)} > {string.Join(' ', node.Outputs)}");
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
