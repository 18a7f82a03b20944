namespace Fulcrum.Graphs.Checking;

/// <summary>What concerns the model as a whole.</summary>
internal static class ModelCheck
{
    /// <summary>The newest opset of ONNX's own domain that anything could have been written in; larger numbers are damage.</summary>
    private const long NewestOpset = 50;

    private const int MostOpsets = 1000;

    public static void Check(Model model, ProblemCollector problems)
    {
        if (model.IrVersion < 1)
            problems.Add("model-ir-version", "ir_version", $"The IR version is {model.IrVersion}.", "Export the model again.");
        CheckOpsets(model.Opsets, "opset_import", problems);
        if (model.Graph.Outputs.Count == 0)
            problems.Add("graph-no-output", model.Graph.Name, "The graph has no output.", "Declare at least one.");
    }

    public static void CheckOpsets(IReadOnlyList<OpsetImport> opsets, string place, ProblemCollector problems)
    {
        if (opsets.Count == 0)
            problems.Add("model-no-opset", place, "No op versions are imported.", "Export the model again.");
        if (opsets.Count > MostOpsets)
            problems.Add("model-opset-twice", place, $"There are {opsets.Count} opset imports, {MostOpsets} are allowed.", "Import each domain once.");
        foreach (OpsetImport import in opsets)
        {
            bool isOnnx = OpsetImport.Canonical(import.Domain).Length == 0;
            if (import.Version < 1 || (isOnnx && import.Version > NewestOpset))
                problems.Add("model-opset", place, $"Opset {import.Version} of domain '{ProblemCollector.Shown(import.Domain)}' does not exist.", "Export the model with an opset between 7 and 22.");
        }

        foreach (var twice in opsets.GroupBy(o => OpsetImport.Canonical(o.Domain)).Where(g => g.Select(o => o.Version).Distinct().Count() > 1))
            problems.Add("model-opset-twice", place, $"Domain '{ProblemCollector.Shown(twice.Key)}' is imported in several versions.", "Import each domain once.");
    }
}
