using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Architectures;

/// <summary>One architecture: a name and how to write its graph.</summary>
internal abstract class ZooArchitecture(string name)
{
    protected const string Logits = "logits";

    public string Name => name;

    /// <summary>Whether every op of it has a gradient, so that it can be trained from nothing.</summary>
    public virtual bool IsTrainable => false;

    protected static Dim Batch => Dim.Named("batch");

    public Model Create(int seed)
    {
        var graph = new GraphBuilder(name);
        Build(graph, seed);
        return new Model { Graph = graph.ToGraph(), ProducerName = "fulcrum" };
    }

    /// <summary>Writes inputs, layers and outputs.</summary>
    protected abstract void Build(GraphBuilder graph, int seed);
}
