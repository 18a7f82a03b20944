using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Problems;
using Fulcrum.Protocol.Segments;

namespace Fulcrum.Device;

/// <summary>A segment loaded into the runtime: weights decoded, buffers bound for the batch size in use.</summary>
internal sealed class FirstHalf : IDisposable
{
    private readonly IModelRunner _runner;
    private readonly ILoadedModel _model;
    private readonly string _output;
    private readonly int _inputElements, _outputElements;
    private int _samples;
    private ITensorBuffer? _inputBuffer, _outputBuffer;
    private IBoundRun? _run;

    public FirstHalf(IModelRunner runner, Segment segment)
    {
        Model skeleton = OnnxFile.Parse(segment.Skeleton, "segment skeleton");
        Tensor[] decoded =
        [
            .. segment.Weights.Select(w => Tensor.From<float>(w.Name, w.Shape, w.Dequantize())),
            .. segment.Floats.Select(t => Tensor.From<float>(t.Name, t.Shape, t.Values)),
        ];
        Model head = skeleton with { Graph = skeleton.Graph with { Initializers = [.. skeleton.Graph.Initializers, .. decoded] } };
        (_runner, _output, _outputElements) = (runner, segment.CutTensor.Name, segment.CutTensor.Elements);
        if (head.Graph.Inputs.Count != 1 || head.Graph.Outputs.Count != 1 || head.Graph.Outputs[0].Name != _output)
            throw new InputException("segment-skeleton", "segment", "The skeleton is not one input to the cut tensor.", "Ask for a new plan.");
        _inputElements = checked((int)head.Graph.Inputs[0].Tensor!.Shape!.Skip(1).Aggregate(1L, (n, d) => n * (d.Size ?? 1)));
        _model = runner.Load(head);
    }

    /// <summary>Runs a batch; the result is valid until the next run.</summary>
    public ReadOnlySpan<float> Run(ReadOnlySpan<float> samples, int count)
    {
        if (samples.Length != count * _inputElements)
            throw new InputException("data-shape", "input", $"{samples.Length} values are not {count} samples of {_inputElements}.", "Use the data the model was trained on.");
        if (count != _samples)
            Bind(count);
        samples.CopyTo(_inputBuffer!.Span<float>());
        _run!.Run();
        return _outputBuffer!.Span<float>();
    }

    public void Dispose()
    {
        Unbind();
        _model.Dispose();
    }

    private void Bind(int count)
    {
        Unbind();
        _inputBuffer = _runner.Allocate(ElementType.Float, count, _inputElements);
        _outputBuffer = _runner.Allocate(ElementType.Float, count, _outputElements);
        _run = _model.Bind(
            new Dictionary<string, ITensorBuffer> { [_model.Inputs[0].Name] = _inputBuffer },
            new Dictionary<string, ITensorBuffer> { [_output] = _outputBuffer });
        _samples = count;
    }

    private void Unbind()
    {
        _run?.Dispose();
        _inputBuffer?.Dispose();
        _outputBuffer?.Dispose();
        _samples = 0;
    }
}
