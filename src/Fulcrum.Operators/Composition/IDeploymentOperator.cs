using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;

namespace Fulcrum.Operators.Composition;

/// <summary>An operator of the deployment studies with its options: identity, sptq, partition, ... A hybrid is a list of them.</summary>
public interface IDeploymentOperator
{
    /// <summary>Its name, as written in a composition.</summary>
    string Name { get; }

    /// <summary>Whether it changes weights or graph in a way that the result must be measured on data.</summary>
    bool ChangesOutputs { get; }

    /// <summary>Whether it leaves the model in parts.</summary>
    bool MakesParts => false;

    /// <summary>Whether it can work on a model in parts.</summary>
    bool TakesParts => false;

    /// <summary>Applies it.</summary>
    /// <exception cref="InputException">It cannot follow what came before (<c>operator-order</c>), or what it needs is not there.</exception>
    Artefact Apply(Artefact input, OperatorContext context);
}

/// <summary>What operators need besides the model.</summary>
public sealed record OperatorContext
{
    /// <summary>Runs models.</summary>
    public required IModelRunner Runner { get; init; }

    /// <summary>The data; null when none was given.</summary>
    public Dataset? Data { get; init; }

    /// <summary>A folder that exists, for this operator's own checkpoints; what lies there comes from the same step on the same input. It is deleted when the composition is done. Null: keep nothing.</summary>
    public string? Workspace { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Told while something long runs.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>Ends the work.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Reads a model file that an option names.</summary>
    public Func<string, Model> Read { get; init; } = path => throw new InputException("model-not-readable", path, "No other models can be read here.", "Name none.");

    /// <summary>Turns a model into .onnx bytes.</summary>
    public Func<Model, byte[]> Serialize { get; init; } = model => throw new InputException("output-not-writable", model.Graph.Name, "Models cannot be written here.", "Leave out what writes them.");

    /// <summary>A file in the workspace; null without one.</summary>
    public string? WorkFile(string name) => Workspace is null ? null : Path.Combine(Workspace, name + ".checkpoint");

    /// <summary>The data, which an operator cannot do without.</summary>
    /// <exception cref="InputException"><c>operator-data</c>.</exception>
    public Dataset Needed(string name) => Data ?? throw new InputException("operator-data", name, "The operator needs data.", "Give --data.");
}
