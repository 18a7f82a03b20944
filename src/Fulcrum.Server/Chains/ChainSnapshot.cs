using Fulcrum.Graphs;
using Fulcrum.Onnx;
using Fulcrum.Planning.Chains;
using Fulcrum.Planning.Online;
using Fulcrum.Planning.Patterns;
using Fulcrum.Planning.Segments;
using Fulcrum.Problems;

namespace Fulcrum.Server.Chains;

/// <summary>A model that was planned as a chain, resolved from its files: immutable; a reload makes a new one.</summary>
internal sealed record ChainSnapshot(string Name, string Version, LayerChain Chain, OnlinePlanner Planner, SegmentBuilder Builder)
{
    public PatternSet Patterns => Planner.Patterns;

    public int OutputElements => Chain.CutElements(Chain.Depth);

    /// <summary>Reads and checks the patterns beside a model.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">Its version.</param>
    /// <param name="folder">The version's folder.</param>
    /// <param name="model">The model.</param>
    /// <param name="hash">SHA-256 of its file, in lower-case hex.</param>
    public static ChainSnapshot Load(string name, string version, string folder, Model model, string hash)
    {
        var chain = LayerChain.From(model);
        string path = Path.Combine(folder, PatternFile.Name);
        PatternSet patterns = PatternFile.Read(path, hash);
        if (patterns.Layers.Count != chain.Depth)
            throw new InputException("patterns-foreign", path, $"The patterns are for {patterns.Layers.Count} layers, the model has {chain.Depth}.", "Plan the model again.");
        return new ChainSnapshot(name, version, chain, new OnlinePlanner(patterns), new SegmentBuilder(chain, patterns.ModelName, hash, OnnxFile.Serialize));
    }

    /// <summary>The pattern of a cut and level.</summary>
    /// <exception cref="InputException"><c>pattern-unknown</c>.</exception>
    public Pattern Pattern(int cut, double level) => Patterns.Patterns.FirstOrDefault(p => p.Cut == cut && p.Level == level)
        ?? throw new InputException("pattern-unknown", "cut, level", "The model has no pattern for this cut and level.", "Use a cut and level that the model's description or a plan names.");
}
