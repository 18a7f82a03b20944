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

    public CutSides(IModelRunner runner, Model model, Cut cut, SampleFeeder feeder)
    {
        _feeder = feeder;
        if (cut.HeadNodes.Count == 0)
        {
            _tail = runner.Load(model);
            return;
        }

        IReadOnlyList<ModelSegment> parts = ModelSplitter.Split(model, cut);
        (_head, _tail) = (runner.Load(parts[0].Model), runner.Load(parts[1].Model));
    }

    /// <summary>The tensors that cross, of some samples, the input among them, and the outputs that are made before.</summary>
    public Dictionary<string, Tensor> Before(int start, int count)
    {
        Tensor input = _feeder.Read(start, count);
        IEnumerable<Tensor> made = _head?.Run([input]) ?? [];
        return made.Append(input).ToDictionary(t => t.Name);
    }

    /// <summary>The same with the outputs that are made from what crossed.</summary>
    public Dictionary<string, Tensor> After(IReadOnlyDictionary<string, Tensor> values)
    {
        var all = new Dictionary<string, Tensor>(values);
        foreach (Tensor made in _tail.Run([.. _tail.Inputs.Select(i => values[i.Name])]))
            all[made.Name] = made;
        return all;
    }

    public void Dispose()
    {
        _head?.Dispose();
        _tail.Dispose();
    }
}
