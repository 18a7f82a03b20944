using System.Security.Cryptography;
using Fulcrum.Onnx;
using Fulcrum.Planning.Chains;
using Fulcrum.Planning.Online;
using Fulcrum.Planning.Patterns;
using Fulcrum.Planning.Segments;
using Fulcrum.Problems;

namespace Fulcrum.Server.Models;

/// <summary>A model resolved from its files: immutable; a reload makes a new one.</summary>
internal sealed record ModelSnapshot(ModelConfig Config, LayerChain Chain, OnlinePlanner Planner, SegmentBuilder Builder)
{
    private const string ModelFile = "model.onnx";

    /// <summary>The .onnx file.</summary>
    public string ModelPath => Path.Combine(Config.Folder, ModelFile);

    public PatternSet Patterns => Planner.Patterns;

    public int OutputElements => Chain.CutElements(Chain.Depth);

    /// <summary>Reads and checks model and patterns.</summary>
    public static ModelSnapshot Load(ModelConfig config)
    {
        string path = Path.Combine(config.Folder, ModelFile);
        if (!File.Exists(path))
            throw new InputException("model-not-found", path, "There is no such file.", "Lay the repository out as NAME/VERSION/model.onnx.");
        byte[] bytes = File.ReadAllBytes(path);
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var chain = LayerChain.From(OnnxFile.Parse(bytes, path));
        string patternPath = Path.Combine(config.Folder, PatternFile.Name);
        PatternSet patterns = PatternFile.Read(patternPath, hash);
        if (patterns.Layers.Count != chain.Depth)
            throw new InputException("patterns-foreign", patternPath, $"The patterns are for {patterns.Layers.Count} layers, the model has {chain.Depth}.", "Plan the model again.");
        return new ModelSnapshot(config, chain, new OnlinePlanner(patterns), new SegmentBuilder(chain, patterns.ModelName, hash, OnnxFile.Serialize));
    }

    /// <summary>The pattern of a cut and level.</summary>
    /// <exception cref="InputException"><c>pattern-unknown</c>.</exception>
    public Pattern Pattern(int cut, double level) => Patterns.Patterns.FirstOrDefault(p => p.Cut == cut && p.Level == level)
        ?? throw new InputException("pattern-unknown", "cut, level", "The model has no pattern for this cut and level.", "Use a cut and level that the model's description or a plan names.");
}
