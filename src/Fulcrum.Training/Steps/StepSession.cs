using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Training.Steps;

/// <summary>
/// A loaded step graph with every buffer bound once. Parameters and states live in two sets of buffers; each step reads one set and
/// writes the other, so nothing is copied or allocated between steps.
/// </summary>
internal sealed class StepSession : IDisposable
{
    private readonly List<IDisposable> _owned = [];
    private readonly StepGraph _step;
    private readonly TrainingOptions _options;
    private readonly ITensorBuffer _input, _loss;
    private readonly ITensorBuffer? _target;
    private readonly ITensorBuffer[] _scalars;
    private readonly ITensorBuffer[][] _slots = new ITensorBuffer[2][];
    private readonly IBoundRun[] _runs = new IBoundRun[2];
    private int _current;

    public StepSession(IModelRunner runner, StepGraph step, TrainingOptions options)
    {
        (_step, _options) = (step, options);
        ILoadedModel model = Own(runner.Load(step.Model, new LoadOptions { Threads = options.Threads, Spinning = true }));
        _input = Own(runner.Allocate(ElementType.Float, Sizes(step.Input)));
        _target = step.Target is null ? null : Own(runner.Allocate(ElementType.Int64, Sizes(step.Target)));
        _loss = Own(runner.Allocate(ElementType.Float));
        _scalars = [.. options.Optimiser.Scalars.Select(_ => Own(runner.Allocate(ElementType.Float)))];
        for (int set = 0; set < 2; set++)
            _slots[set] = [.. step.Slots.Select(s => Own(runner.Allocate(ElementType.Float, [.. s.Initial.Shape])))];
        for (int i = 0; i < step.Slots.Count; i++)
            step.Slots[i].Initial.Values<float>().CopyTo(_slots[0][i].Span<float>());
        for (int set = 0; set < 2; set++)
            _runs[set] = Own(Bind(model, _slots[set], _slots[1 - set]));
    }

    /// <summary>Runs one step on labelled samples and returns its loss.</summary>
    public float Step(DatasetSplit data, ReadOnlySpan<int> samples, double learningRate, int number)
    {
        data.CopySamples(samples, _input.Span<float>());
        FillTarget(data, samples);
        IReadOnlyList<float> values = _options.Optimiser.ScalarValues(learningRate, number);
        for (int i = 0; i < _scalars.Length; i++)
            _scalars[i].Span<float>()[0] = values[i];
        _runs[_current].Run();
        _current = 1 - _current;
        return _loss.Span<float>()[0];
    }

    /// <summary>The parameters as they stand, under the model's names.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters() => _step.Slots
        .Select((slot, i) => (slot, i))
        .Where(s => s.slot.IsParameter)
        .ToDictionary(s => s.slot.Input, s => Tensor.From<float>(s.slot.Initial.Name, s.slot.Initial.Shape, _slots[_current][s.i].Span<float>()));

    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
            _owned[i].Dispose();
    }

    private void FillTarget(DatasetSplit data, ReadOnlySpan<int> samples)
    {
        if (_target is null)
            return;
        Span<long> labels = _target.Span<long>();
        for (int i = 0; i < samples.Length; i++)
            labels[i] = data.Labels[samples[i]];
    }

    private IBoundRun Bind(ILoadedModel model, ITensorBuffer[] from, ITensorBuffer[] to)
    {
        var inputs = new Dictionary<string, ITensorBuffer> { [_step.Input.Name] = _input };
        var outputs = new Dictionary<string, ITensorBuffer> { [_step.Loss] = _loss };
        if (_target is not null)
            inputs[_step.Target!.Name] = _target;
        HashSet<string> declared = [.. model.Inputs.Select(i => i.Name)];
        for (int i = 0; i < _scalars.Length; i++)
        {
            if (declared.Contains(_options.Optimiser.Scalars[i]))
                inputs[_options.Optimiser.Scalars[i]] = _scalars[i];
        }

        for (int i = 0; i < _step.Slots.Count; i++)
        {
            inputs[_step.Slots[i].Input] = from[i];
            outputs[_step.Slots[i].Output] = to[i];
        }

        return model.Bind(inputs, outputs);
    }

    private static long[] Sizes(ValueInfo value) => [.. value.Tensor!.Shape!.Select(d => d.Size!.Value)];

    private T Own<T>(T resource) where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }
}
