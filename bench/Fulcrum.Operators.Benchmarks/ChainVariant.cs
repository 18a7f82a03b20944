using Fulcrum.Data;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Protocol.Plans;

namespace Fulcrum.Operators.Benchmarks;

/// <summary>Segments one after the other on bound buffers, one thread, batch 1 (or the model's own); a sample leaves at the first exit that is confident enough. A whole model is a chain of one.</summary>
internal sealed class ChainVariant(IModelRunner runner, IReadOnlyList<Model> segments, ManifestExits? exits, DatasetSplit split) : IVariant
{
    private readonly ExitConfidence _confidence = exits?.Confidence == "entropy" ? ExitConfidence.Entropy : ExitConfidence.MaxSoftmax;
    private readonly SampleChain _chain = new(runner, segments, new LoadOptions { Threads = 1 }, split);

    public void Give(int sample) => _chain.Give(sample);

    public void Answer()
    {
        for (int i = 0; i < _chain.Count; i++)
        {
            _chain.Run(i);
            if (exits?.Segments[i] is { Exit: string exit, Threshold: double threshold } && Confidence.Of(_chain[exit].Span<float>(), _confidence) >= threshold)
                return;
        }
    }

    public void Dispose() => _chain.Dispose();
}
