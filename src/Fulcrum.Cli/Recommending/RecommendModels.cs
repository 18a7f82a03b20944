using Fulcrum.Cli.Applying;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Lab.Recommending;
using Fulcrum.Lab.Studies;
using Fulcrum.Onnx;
using Fulcrum.Problems;

namespace Fulcrum.Cli.Recommending;

/// <summary>Models and variants by the command line's words.</summary>
internal static class RecommendModels
{
    /// <summary>A model with its file's hash.</summary>
    public static CandidateModel Read(string name, string file)
    {
        Model model = OnnxFile.Read(file);
        GraphChecker.Require(model);
        return new CandidateModel(name, model, Hashing.OfFile(file));
    }

    /// <summary>NAME=PATH: an .onnx file, whose loss nobody measured, or a folder of `apply`, which says it.</summary>
    /// <exception cref="InputException"><c>option-malformed</c>, <c>artefact-parts</c>, and those of reading.</exception>
    public static RecommendVariant Variant(string text)
    {
        if (text.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } path] || name == RecommendVariant.Identity)
            throw new InputException("option-malformed", "--variant", $"'{text}' is no variant.", "Use --variant NAME=FILE.onnx, or NAME=FOLDER of `apply`; the model itself is 'identity'.");
        if (!Directory.Exists(path))
            return new RecommendVariant(name, Read(name, path), null);
        string file = Path.Combine(path, "model.onnx");
        if (!File.Exists(file))
            throw new InputException("artefact-parts", path, "There is no model.onnx in this folder.", "Give a variant that is one model: where it is cut is decided here.");
        return new RecommendVariant(name, Read(name, file), ArtefactAccuracy.Read(path)?.DropPoints);
    }
}
