using System.Text.Json;
using Fulcrum.Lab.Deployments;
using Fulcrum.Lab.Studies;
using Fulcrum.Planning.Tiers;
using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Lab.Tests.Studies;

/// <summary>A study's folder written by hand: measurements whose answers are known.</summary>
internal sealed class MadeStudy : IDisposable
{
    public MadeStudy(StudyDesign? design = null)
    {
        Design = design ?? Small;
        File.WriteAllText(Path.Combine(Folder, "m.onnx"), "no model");
        File.WriteAllText(Path.Combine(Folder, "study.yaml"), "no study file");
        State = new StudyState(StudyState.CurrentFormat, Path.Combine(Folder, "study.yaml"), "", 7, Facts, Design);
        Save();
    }

    /// <summary>A phone, an edge server, a cloud.</summary>
    public static TierSystem Tiers { get; } = new(
        [new Tier { Name = "near", Cores = 0.5, MemoryBytes = 1L << 28 }, new Tier { Name = "mid" }, new Tier { Name = "far" }],
        [new TierLink { From = "near", To = "mid", UpBitsPerSecond = 200e6, DownBitsPerSecond = 100e6 }, new TierLink { From = "mid", To = "far", UpBitsPerSecond = 1e6, DownBitsPerSecond = 1e6 }]);

    /// <summary>One model, three operators, two placements.</summary>
    public static StudyDesign Small { get; } = new()
    {
        Name = "small",
        System = Tiers,
        Models = [new StudyModel("m", "m.onnx", "digits")],
        Operators = [new StudyOperator("A", "identity"), new StudyOperator("B", "sptq"), new StudyOperator("C", "qat")],
        Placements = [new StudyPlacement(["near"]), new StudyPlacement(["mid"])],
        Conditions = StudyConditions.Of(Tiers, new Dictionary<string, IReadOnlyList<double>>()),
        Runs = 40,
    };

    public string Folder { get; } = Directory.CreateTempSubdirectory("fulcrum-study-").FullName;

    public StudyDesign Design { get; }

    public StudyState State { get; }

    private static MachineFacts Facts { get; } = new()
    {
        System = "a system", DotNet = "a runtime", Processor = "a <processor> & more", Threads = 2, VectorInstructions = ["avx2"], CpuQuota = null, MemoryBytes = 1L << 33, OnnxRuntime = "1", FirstRunMs = 1, ClockStepNs = 1,
        Noise = 1.4, Emulation = new EmulationFacts(true, true, true, false, true, true),
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public StudyStore Open() => StudyStore.Open(Folder);

    /// <summary>The strategies by operator and placement.</summary>
    public Strategy Find(string name, string placement, StudyMode mode = StudyMode.Fulcrum) => Strategy.Of(Design).First(s => s.OperatorName == name && s.Placement.Name == placement && s.Mode == mode);

    /// <summary>Writes all rounds of a strategy: computing on the device takes so long, give or take a per mille, times what its round is slower, and every other phase what is given.</summary>
    public void Measure(Strategy strategy, double computeMs, double otherMs = 0, int? runs = null, int rounds = 2, double[]? slower = null)
    {
        StudyStore store = Open();
        var random = new Random(strategy.Key.Sum(c => c));
        string[] tiers = [.. Design.System.Tiers.Take(strategy.LastTier + 1).Select(t => t.Name)];
        for (int r = 0; r < rounds; r++)
        {
            int each = (runs ?? Design.Runs) / rounds;
            RequestRow.Write(store.RoundOf(strategy, r), tiers, Enumerable.Range(0, each + 1).Select(i => Row(i, i > 0, tiers.Length, i == 0 ? 50 * computeMs : (slower?[r] ?? 1) * computeMs * (1 + (0.002 * (random.NextDouble() - 0.5))), otherMs)));
        }
    }

    /// <summary>Writes what `fulcrum apply` would say that an artefact loses.</summary>
    public void Score(string name, double drop)
    {
        string folder = Open().ArtefactOf(Find(name, Design.Placements[0].Name));
        Directory.CreateDirectory(folder);
        string text = FormattableString.Invariant($$$"""{"metrics":{"metric":"top1","after":{{{0.9 - (drop / 100)}}},"after_interval":[0.8,0.95],"drop_points":{{{drop}}},"drop_interval":[{{{drop - 0.5}}},{{{drop + 0.5}}}],"samples":1000}}""");
        File.WriteAllText(Path.Combine(folder, "manifest.json"), text);
    }

    /// <summary>Changes what the study was begun with.</summary>
    public void Save(StudyState? state = null) => File.WriteAllBytes(Path.Combine(Folder, "study.json"), JsonSerializer.SerializeToUtf8Bytes(state ?? State, StudyJson.Default.StudyState));

    public static RequestRow Row(int run, bool isTimed, int tiers, double computeMs, double otherMs)
    {
        double[] phases = [.. Enumerable.Range(0, (4 * tiers) - 1).Select(i => i == 1 ? computeMs : otherMs)];
        return new RequestRow(run, isTimed, run % 10, otherMs, phases, otherMs, "", run % 2 == 0);
    }
}
