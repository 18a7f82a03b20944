using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Evaluation;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Lab.Sensitivity;

/// <summary>A model cut in two and loaded, fed with samples.</summary>
internal sealed class CutSides : IDisposable
{
    private readonly SampleFeeder _feeder;
    private readonly ILoadedModel? _head;
    private readonly ILoadedModel _tail;
    private readonly string _answer;

    public CutSides(IModelRunner runner, Model model, Cut cut, SampleFeeder feeder)
    {
        (_feeder, _answer) = (feeder, model.Graph.Outputs[0].Name);
        if (cut.HeadNodes.Count == 0)
        {
            _tail = runner.Load(model);
            return;
        }

        IReadOnlyList<ModelSegment> parts = ModelSplitter.Split(model, cut);
        (_head, _tail) = (runner.Load(parts[0].Model), runner.Load(parts[1].Model));
    }

    /// <summary>The tensors that cross, of some samples, the input among them.</summary>
    public Dictionary<string, Tensor> Before(int start, int count)
    {
        Tensor input = _feeder.Read(start, count);
        IEnumerable<Tensor> made = _head?.Run([input]) ?? [];
        return made.Append(input).ToDictionary(t => t.Name);
    }

    /// <summary>The answer from what crossed.</summary>
    public Tensor After(IReadOnlyDictionary<string, Tensor> values) => _tail.Run([.. _tail.Inputs.Select(i => values[i.Name])]).First(t => t.Name == _answer);

    public void Dispose()
    {
        _head?.Dispose();
        _tail.Dispose();
    }
}
