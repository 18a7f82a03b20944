using System.Security.Cryptography;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Onnx;
using Fulcrum.Planning.Patterns;
using Fulcrum.Problems;
using Fulcrum.Server.Chains;
using Fulcrum.Server.Tensors;

namespace Fulcrum.Server.Models;

/// <summary>One version of a model, read and vetted in managed code: immutable; a reload makes a new one.</summary>
/// <param name="Config">How it is served.</param>
/// <param name="Version">Its number.</param>
/// <param name="Model">The model.</param>
/// <param name="Signature">What goes in and out.</param>
/// <param name="Chain">Its plan; null when it has none.</param>
internal sealed record ModelSnapshot(ModelConfig Config, long Version, Model Model, ModelSignature Signature, ChainSnapshot? Chain)
{
    /// <summary>The file's name in a version's folder.</summary>
    public const string ModelFile = "model.onnx";

    /// <summary>Reads and checks a version, and its plan where it has one.</summary>
    /// <exception cref="InputException">Files are missing, or something is wrong with them.</exception>
    public static ModelSnapshot Load(ModelConfig config, long version)
    {
        string folder = Path.Combine(config.Folder, version.ToString(System.Globalization.CultureInfo.InvariantCulture)), path = Path.Combine(folder, ModelFile);
        if (!File.Exists(path))
            throw new InputException("model-not-found", path, "There is no such file.", "Lay the repository out as NAME/VERSION/model.onnx.");
        bool planned = File.Exists(Path.Combine(folder, PatternFile.Name));
        byte[] bytes = planned ? File.ReadAllBytes(path) : [];
        Model model = planned ? OnnxFile.Parse(bytes, path) : OnnxFile.Read(path);
        GraphChecker.Require(model);
        var signature = ModelSignature.Of(model.Graph);
        if (config.MaxBatchSize > 0 && !signature.HasBatchInputs)
            throw new InputException("config-value", $"{config.Name}/config.pbtxt", "max_batch_size needs a first dimension of any size in every input of the model, which it does not have.", "Set max_batch_size to 0, or export the model with a symbolic batch.");
        ChainSnapshot? chain = planned ? ChainSnapshot.Load(config.Name, $"{version}", folder, model, Convert.ToHexStringLower(SHA256.HashData(bytes))) : null;
        return new ModelSnapshot(config, version, model, signature, chain);
    }
}
