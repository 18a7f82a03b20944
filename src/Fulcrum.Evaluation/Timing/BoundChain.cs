using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;

namespace Fulcrum.Evaluation.Timing;

/// <summary>Models one after the other on fixed buffers, each reading what earlier ones made: a run allocates and copies nothing. A whole model is a chain of one.</summary>
public sealed class BoundChain : IDisposable
{
    private readonly List<ILoadedModel> _models = [];
    private readonly Dictionary<string, ITensorBuffer> _buffers = [];
    private readonly List<IBoundRun> _runs = [];

    /// <summary>Loads the models and runs them once to learn the shapes.</summary>
    /// <param name="runner">Runs them.</param>
    /// <param name="segments">The models.</param>
    /// <param name="options">How they are loaded.</param>
    /// <param name="inputs">The first inputs, asked for with those that the first model declares.</param>
    /// <exception cref="Problems.InputException">A model does not run, or a value is no tensor of numbers.</exception>
    public BoundChain(IModelRunner runner, IReadOnlyList<Model> segments, LoadOptions options, Func<IReadOnlyList<ValueInfo>, IReadOnlyList<Tensor>> inputs)
    {
        try
        {
            foreach (Model segment in segments)
                _models.Add(runner.Load(segment, options));
            Dictionary<string, Tensor> known = inputs(_models[0].Inputs).ToDictionary(t => t.Name);
            foreach (ILoadedModel model in _models)
            {
                foreach (Tensor output in model.Run([.. model.Inputs.Select(i => known[i.Name])]))
                    known[output.Name] = output;
            }

            foreach ((string name, Tensor tensor) in known)
            {
                _buffers[name] = runner.Allocate(tensor.Element, [.. tensor.Shape]);
                tensor.Bytes.Span.CopyTo(_buffers[name].Bytes);
            }

            foreach (ILoadedModel model in _models)
                _runs.Add(model.Bind(Of(model.Inputs), Of(model.Outputs)));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>How many models there are.</summary>
    public int Count => _runs.Count;

    /// <summary>The buffer of an input or of what a model makes.</summary>
    public ITensorBuffer this[string name] => _buffers[name];

    /// <summary>Runs one of the models on what the buffers hold.</summary>
    public void Run(int segment) => _runs[segment].Run();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable owned in (IEnumerable<IDisposable>)[.. _runs, .. _buffers.Values, .. _models])
            owned.Dispose();
    }

    private Dictionary<string, ITensorBuffer> Of(IEnumerable<ValueInfo> values) => values.ToDictionary(v => v.Name, v => _buffers[v.Name]);
}
