using System.Runtime.InteropServices;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

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
    private readonly DatasetSplit _data;
    private readonly ITensorBuffer _input, _loss;
    private readonly ITensorBuffer? _labels;
    private readonly ITensorBuffer[] _scalars;
    private readonly ITensorBuffer[][] _slots = new ITensorBuffer[2][];
    private readonly IBoundRun[] _runs = new IBoundRun[2];
    private int _current;

    public StepSession(IModelRunner runner, StepGraph step, DatasetSplit data, TrainingOptions options)
    {
        (_step, _options, _data) = (step, options, data);
        ElementType element = step.Input.Tensor!.Element;
        if (element != (data.Format.Type == SampleType.Int64 ? ElementType.Int64 : ElementType.Float))
            throw new InputException("data-type", step.Input.Name, $"The input takes {element}, the samples are {data.Format.Type}.", "Use data of the model's kind.");
        ILoadedModel model = Own(runner.Load(step.Model, new LoadOptions { Threads = options.Threads, Spinning = true }));
        _input = Own(runner.Allocate(element, Sizes(step.Input)));
        _labels = step.Labels is null ? null : Own(runner.Allocate(ElementType.Int64, Sizes(step.Labels)));
        _loss = Own(runner.Allocate(ElementType.Float));
        _scalars = [.. options.Scalars.Select(_ => Own(runner.Allocate(ElementType.Float)))];
        for (int set = 0; set < 2; set++)
            _slots[set] = [.. step.Slots.Select(s => Own(runner.Allocate(ElementType.Float, [.. s.Initial.Shape])))];
        Restore(i => step.Slots[i].Initial.Bytes.Span);
        for (int set = 0; set < 2; set++)
            _runs[set] = Own(Bind(model, _slots[set], _slots[1 - set]));
    }

    /// <summary>Runs one step on labelled samples and returns its loss.</summary>
    /// <param name="samples">Which samples: a whole batch.</param>
    /// <param name="learningRate">The scheduled rate.</param>
    /// <param name="number">The step, counted from 1.</param>
    public float Step(ReadOnlySpan<int> samples, double learningRate, int number)
    {
        FillInput(samples, number);
        if (_labels is not null)
        {
            Span<long> labels = _labels.Span<long>();
            for (int i = 0; i < samples.Length; i++)
                labels[i] = _data.Labels[samples[i]];
        }

        IReadOnlyList<float> values = _options.ScalarValues(learningRate, number);
        for (int i = 0; i < _scalars.Length; i++)
            _scalars[i].Span<float>()[0] = values[i];
        _runs[_current].Run();
        _current = 1 - _current;
        return _loss.Span<float>()[0];
    }

    /// <summary>What the model learnt so far: parameters and running statistics under the model's names.</summary>
    public IReadOnlyDictionary<string, Tensor> Learnt() => _step.Slots
        .Select((slot, i) => (slot, Values: _slots[_current][i]))
        .Where(s => s.slot.Learns is not null)
        .ToDictionary(s => s.slot.Learns!, s => UnitScale.Multiplied(s.slot.Initial with { Name = s.slot.Learns! }, s.Values.Span<float>(), s.slot.Scale));

    /// <summary>All that a step hands to the next, slot after slot.</summary>
    public byte[][] State() => [.. _slots[_current].Select(s => MemoryMarshal.AsBytes(s.Span<float>()).ToArray())];

    /// <summary>Goes on from what <see cref="State"/> gave.</summary>
    public void Restore(IReadOnlyList<byte[]> state) => Restore(i => state[i]);

    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
            _owned[i].Dispose();
    }

    private delegate ReadOnlySpan<byte> SlotBytes(int slot);

    private void Restore(SlotBytes bytes)
    {
        for (int i = 0; i < _step.Slots.Count; i++)
            bytes(i).CopyTo(MemoryMarshal.AsBytes(_slots[_current][i].Span<float>()));
    }

    private void FillInput(ReadOnlySpan<int> samples, int number)
    {
        if (_input.Element == ElementType.Int64)
        {
            _data.CopyIds(samples, _input.Span<long>());
            return;
        }

        Span<float> values = _input.Span<float>();
        _data.CopySamples(samples, values);
        _options.Augmentation?.Apply(values, _data.SampleLength, new Random(SeedOf.Step(_options.Seed, number)));
    }

    private IBoundRun Bind(ILoadedModel model, ITensorBuffer[] from, ITensorBuffer[] to)
    {
        var inputs = new Dictionary<string, ITensorBuffer> { [_step.Input.Name] = _input };
        var outputs = new Dictionary<string, ITensorBuffer> { [_step.Loss] = _loss };
        if (_labels is not null)
            inputs[_step.Labels!.Name] = _labels;
        HashSet<string> declared = [.. model.Inputs.Select(i => i.Name)];
        for (int i = 0; i < _scalars.Length; i++)
        {
            if (declared.Contains(_options.Scalars[i]))
                inputs[_options.Scalars[i]] = _scalars[i];
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
