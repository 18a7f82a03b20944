using System.Text.Json;
using Fulcrum.Cli.Applying;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Terminal;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Lab.Artefacts;
using Fulcrum.Lab.GraphPlanning;
using Fulcrum.Lab.Recommending;
using Fulcrum.Onnx;
using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Exits;
using Fulcrum.Planning.Deploying;
using Fulcrum.Planning.Placements;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Runtime;

namespace Fulcrum.Cli.Planning;

/// <summary>`plan --tiers`: plans any graph over any tiers, and reads decisions back.</summary>
internal static class GraphPlanRun
{
    /// <summary>The file that a decision is kept in.</summary>
    public const string DecisionFile = "decision.json";

    /// <summary>Plans, writes, prints.</summary>
    /// <param name="context">The verb's.</param>
    /// <param name="path">The model.</param>
    /// <param name="variants">Its variants: NAME=FILE, or NAME=FOLDER that apply wrote.</param>
    /// <param name="data">The dataset.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="folder">Where to write; null: nowhere.</param>
    public static int Plan(VerbContext context, string path, IReadOnlyList<string> variants, string data, GraphPlanRequest request, string? folder)
    {
        GraphPlanOptions options = request.ToOptions();
        CandidateModel[] models = [Read(RecommendVariant.Identity, path), .. variants.Select(Variant)];
        if (models.DistinctBy(m => m.Name).Count() != models.Length)
            throw new InputException("option-malformed", "--variant", "Two variants have one name.", "Give each its own: --variant NAME=FILE; the model itself is 'identity'.");
        var runner = new OnnxRuntimeRunner(context.Threads);
        var operators = new OperatorContext { Runner = runner, Data = DatasetStore.Open(data), Seed = context.Seed, Progress = context.Progress, Cancellation = context.Cancellation, Read = OnnxFile.Read, Serialize = OnnxFile.Serialize };
        GraphPlanOutcome outcome = new GraphPlanner(runner, operators).Run(models, options);
        PlanSource Source(Plan plan, PreparedVariant variant) => new(Path.GetFileNameWithoutExtension(path), variant.Sha256!)
        {
            Weights = tier => variant.WeightsOn(options.System.Find(tier), plan),
            Predicted = PlanSource.Figures(plan, outcome.Conditions),
        };
        PlanSetFigure? set = PlanSetWriter.Write(outcome, options, Source, folder);
        GraphPlanResult result = GraphPlanFigures.Of(outcome, options, folder) with { Set = set, Progressive = DownloadFigures.Of(outcome.Progressive) };
        if (folder is not null)
        {
            PreparedVariant chosen = outcome.Variants.Single(v => v.Variant.Name == outcome.Chosen.Variant);
            if (set is null)
            {
                PlanParts parts = new PlanFolderMaker(OnnxFile.Serialize).Make(outcome.Chosen, chosen.Variant, Source(outcome.Chosen, chosen) with { Base = tier => outcome.Progressive?.On(options.System.Find(tier)) });
                PlanFolder.Write(folder, parts.Manifest, parts.Segments);
                result = result with { Downloads = [.. DownloadFigures.Of(outcome.Chosen, chosen, options.System, parts)] };
            }

            AtomicFile.WriteBytes(Path.Combine(folder, DecisionFile), JsonSerializer.SerializeToUtf8Bytes(result, CliJson.Default.GraphPlanResult));
        }

        context.Print(result, CliJson.Default.GraphPlanResult, console => GraphPlanTable.Draw(console, result));
        return ExitCodes.Done;
    }

    /// <summary>Prints a decision that was written.</summary>
    public static int Explain(VerbContext context, string folder)
    {
        GraphPlanResult result = JsonFile.Read(Path.Combine(folder, DecisionFile), CliJson.Default.GraphPlanResult, "decision", "Plan again: fulcrum plan MODEL --tiers FILE --data D -o DIR.");
        context.Print(result, CliJson.Default.GraphPlanResult, console => GraphPlanTable.Draw(console, result));
        return ExitCodes.Done;
    }

    private static CandidateModel Variant(string text)
    {
        if (text.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } path])
            throw new InputException("option-malformed", "--variant", $"'{text}' is no variant.", "Use --variant NAME=FILE.onnx, or the folder that apply wrote.");
        if (!ArtefactFolder.HasExits(path))
            return Read(name, path);
        ArtefactFolder folder = ArtefactFolder.Read(path);
        (Model model, ExitPlan exits) = folder.Join();
        GraphChecker.Require(model);
        return new CandidateModel(name, model, folder.Sha256) { Exits = exits };
    }

    private static CandidateModel Read(string name, string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, "model.onnx") : path;
        Model model = OnnxFile.Read(file);
        GraphChecker.Require(model);
        return new CandidateModel(name, model, Hashing.OfFile(file));
    }
}
