using Fulcrum.Graphs;

namespace Fulcrum.Zoo.Architectures;

/// <summary>One architecture: a name and how to write its graph.</summary>
internal abstract class ZooArchitecture(string name)
{
    protected const string Logits = "logits";

    public string Name => name;

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
