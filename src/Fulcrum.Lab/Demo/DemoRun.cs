using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Fulcrum.Data;
using Fulcrum.Graphs;
using Fulcrum.Lab.Processes;
using Fulcrum.Onnx;
using Fulcrum.Planning.Chains;
using Fulcrum.Planning.Offline;
using Fulcrum.Planning.Online;
using Fulcrum.Planning.Patterns;
using Fulcrum.Problems;
using Fulcrum.Runtime;
using Fulcrum.Training;
using Fulcrum.Zoo;

namespace Fulcrum.Lab.Demo;

/// <summary>
/// The whole of QPART in one go: train, plan, serve, send, split, measure, compare. Every figure of the report comes from running.
/// </summary>
public sealed class DemoRun(DemoOptions options, IProgress<WorkProgress>? progress, TimeProvider time)
{
    private const string ModelName = "mnist-mlp6";
    private const double ComparisonLevel = 0.25;
    private readonly OnnxRuntimeRunner _runner = new(options.Threads);
    private readonly Dictionary<string, double> _seconds = [];

    /// <summary>Runs the demo.</summary>
    /// <exception cref="InputException">The dataset is missing or the folder cannot be written.</exception>
    /// <exception cref="ChildProcessException">Server or device failed.</exception>
    public async Task<DemoReport> RunAsync(CancellationToken cancellation)
    {
        Dataset data = DatasetStore.Open(options.DatasetPath);
        (Model model, byte[] file) = Timed("train", () => Train(data, cancellation));
        string hash = Convert.ToHexStringLower(SHA256.HashData(file));
        DatasetSplit calibration = options.Quick ? data.Calibration.Take(2000) : data.Calibration;
        PatternSet patterns = Timed("plan", () => new OfflinePlanner(_runner, OnnxFile.Serialize).Plan(
            ModelName, hash, model, calibration, new OfflineOptions { Seed = options.Seed, Draws = options.Quick ? 1 : 2 }, progress, cancellation));
        string folder = Path.Combine(options.Folder, "repository", ModelName, "1");
        AtomicFile.WriteBytes(Path.Combine(folder, "model.onnx"), file);
        PatternFile.Write(patterns, Path.Combine(folder, PatternFile.Name));

        long started = time.GetTimestamp();
        DeviceReport device = await ExecuteAsync(cancellation).ConfigureAwait(false);
        _seconds["execute"] = time.GetElapsedTime(started).TotalSeconds;
        var costs = new DemoCosts(new OnlinePlanner(patterns), new PlanningRequest { MaxDropPoints = ComparisonLevel });
        var baselines = new DemoBaselines(_runner, LayerChain.From(model), data, calibration, patterns, costs, options.Seed, options.Quick, progress);
        IReadOnlyList<DemoBaseline> compared = Timed("baselines", () => baselines.All(device, ComparisonLevel, cancellation));
        return Report(data, model, hash, patterns, device, costs, compared);
    }

    private (Model Model, byte[] File) Train(Dataset data, CancellationToken cancellation)
    {
        var training = new TrainingOptions { Seed = options.Seed, Threads = options.Threads };
        TrainingResult trained = new Trainer(_runner).Train(
            ZooCatalog.Create(ModelName, options.Seed), data.Train, options.Quick ? training with { Epochs = 5 } : training, progress, cancellation: cancellation);
        return (trained.Model, OnnxFile.Serialize(trained.Model));
    }

    private async Task<DeviceReport> ExecuteAsync(CancellationToken cancellation)
    {
        DirectoryInfo cache = Directory.CreateTempSubdirectory("fulcrum-demo-");
        try
        {
            ServerProcess server = await ServerProcess.StartAsync(options.Command, Path.Combine(options.Folder, "repository"), cancellation).ConfigureAwait(false);
            await using (server.ConfigureAwait(false))
            {
                string[] arguments =
                [
                    "--server", server.Url.ToString(), "--model", ModelName, "--data", options.DatasetPath, "--sweep",
                    "--batch-size", "500", "--cache", cache.FullName, "--threads", options.Threads.ToString(CultureInfo.InvariantCulture),
                ];
                string report = await ChildProcess.RunAsync(options.Command, "device", arguments, progress, cancellation).ConfigureAwait(false);
                return JsonSerializer.Deserialize(report, DeviceJson.Default.DeviceReport)!;
            }
        }
        finally
        {
            cache.Delete(recursive: true);
        }
    }

    private DemoReport Report(
        Dataset data, Model model, string hash, PatternSet patterns, DeviceReport device, DemoCosts costs, IReadOnlyList<DemoBaseline> baselines)
    {
        DeviceRun whole = device.Runs.Single(r => r.Cut == 0 && r.Level == 0);
        Pattern deepest = patterns.Patterns.Single(p => p.Cut == patterns.Layers.Count && p.Level == ComparisonLevel);
        Decision decision = costs.Planner.Choose(costs.Request);
        return new DemoReport
        {
            Fp32Top1 = whole.Top1,
            Fp32Interval = whole.Interval,
            TestImages = whole.Samples,
            Model = new DemoModel(ModelName, data.Name, model.Graph.Initializers.Sum(t => t.ElementCount), hash),
            ComparisonLevel = ComparisonLevel,
            ExpectedRequests = costs.Request.ExpectedRequests,
            Layers = [.. patterns.Layers.Select((l, i) => new DemoLayer(
                l.Name.Split('/')[0], l.WeightCount, deepest.WeightBits[i], deepest.CodedWeightBytes[i], 1 - (deepest.CodedWeightBytes[i] / (4.0 * l.WeightCount))))],
            Patterns = [.. device.Runs.Where(r => r.Level > 0).Select(run => costs.ToPattern(run))],
            Chosen = new DemoChoice(
                decision.Chosen.Pattern.Cut, decision.Chosen.Pattern.Level, decision.Chosen.Cost.Objective,
                DecisionExplainer.Summary(patterns, decision), [.. DecisionExplainer.Reasons(costs.Planner, costs.Request, decision), .. AgainstEncodedInput(decision, baselines)]),
            Baselines = baselines,
            Method = "Patterns: the segment travels over HTTP from the server process to the device process, which runs the first layers on all test images and posts the coded cut tensors; "
                + "the server runs the rest. Loss is paired with the lossless split on the same images. Baselines run in one process on the same images. "
                + "Time, energy, cost and objective are QPART's model with Table II (kappa 1e-27, price 2.95e-5 USD/s), never measured; measured phases are medians of 50 single-image requests on loopback.",
            Environment = new DemoEnvironment(
                options.Version, System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
                $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription} {System.Runtime.InteropServices.RuntimeInformation.OSArchitecture}",
                options.Threads > 0 ? options.Threads : CpuQuota.Threads, options.Seed),
            Seconds = _seconds,
        };
    }

    /// <summary>The honest rival of every plan: the input in an ordinary lossless encoding.</summary>
    private static IEnumerable<string> AgainstEncodedInput(Decision decision, IReadOnlyList<DemoBaseline> baselines)
    {
        DemoBaseline encoded = baselines.Single(b => b.Name == "send-encoded-input");
        if (encoded.Objective < decision.Chosen.Cost.Objective)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Sending the losslessly encoded input is better still: {encoded.CutTensorBytes:0} bytes on average, objective {encoded.Objective:0.######}.");
        }
    }

    private T Timed<T>(string stage, Func<T> work)
    {
        long started = time.GetTimestamp();
        T result = work();
        _seconds[stage] = time.GetElapsedTime(started).TotalSeconds;
        return result;
    }
}
