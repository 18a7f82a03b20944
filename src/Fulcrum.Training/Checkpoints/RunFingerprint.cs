using System.Security.Cryptography;
using System.Text;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Text;
using Fulcrum.Training.Steps;

namespace Fulcrum.Training.Checkpoints;

/// <summary>What makes two training runs the same: step graph with its constants, first weights, samples, labels, options.</summary>
internal static class RunFingerprint
{
    public static string Of(StepGraph step, DatasetSplit data, TrainingOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(options.Describe());
        Add(data.Sha256());
        Add(GraphText.Print(step.Model with { Graph = step.Model.Graph with { Initializers = [] } }));
        foreach (Tensor tensor in step.Model.Graph.Initializers.Concat(step.Slots.Where(s => s.Learns is not null).Select(s => s.Initial)))
        {
            Add($"{tensor.Name} {tensor.Element} [{string.Join(' ', tensor.Shape)}]");
            hash.AppendData(tensor.Bytes.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
    }
}
