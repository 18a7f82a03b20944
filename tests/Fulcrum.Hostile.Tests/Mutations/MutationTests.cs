using System.Diagnostics;
using System.Globalization;
using Fulcrum.Cuts;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Checking;
using Fulcrum.Onnx;
using Fulcrum.Ops;
using Fulcrum.Problems;

namespace Fulcrum.Hostile.Tests.Mutations;

/// <summary>
/// Mutants of the conformance models through every door: a result or a typed error, within seconds. FULCRUM_FUZZ=100000 runs that many,
/// FULCRUM_FUZZ_SEED starts elsewhere, FULCRUM_FUZZ_KEEP names a folder for the mutants that fail.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const string Root = "/usr/share/libonnx-testdata/data";
    private const int DefaultSeed = 20260101;
    private const int MostFailures = 40;
    private const int LargestModel = 1 << 18;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Fact]
    public void EveryDoor_MutantsOfConformanceModels_AnswerTyped()
    {
        string[] paths = Directory.Exists(Root) ? [.. Directory.GetFiles(Root, "model.onnx", SearchOption.AllDirectories).Where(p => new FileInfo(p).Length <= LargestModel).Order(StringComparer.Ordinal)] : [];
        if (paths.Length == 0)
            Assert.Skip("Debian's libonnx-testdata is not installed");
        int wanted = Setting("FULCRUM_FUZZ") ?? int.MaxValue;
        bool isSlice = Setting("FULCRUM_FUZZ") is null;
        int seed = Setting("FULCRUM_FUZZ_SEED") ?? DefaultSeed;
        var report = new FuzzReport();
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < wanted && report.Failures.Count < MostFailures && (!isSlice || clock.Elapsed < Slice); i++)
        {
            (byte[] bytes, string from) = new Mutator(paths, new Random(unchecked(seed + i))).Next();
            Run(bytes, $"seed {unchecked(seed + i)} ({Path.GetRelativePath(Root, from)})", report);
        }

        output.WriteLine($"seeds from {seed}, {clock.Elapsed.TotalSeconds:F0} s: {report}");
        Console.WriteLine($"seeds from {seed}, {clock.Elapsed.TotalSeconds:F0} s: {report}");
        Assert.True(report.Failures.Count == 0, string.Join(Environment.NewLine, report.Failures.Prepend(report.ToString())));
    }

    private static void Run(byte[] bytes, string name, FuzzReport report)
    {
        var clock = Stopwatch.StartNew();
        (bool parsed, bool wellFormed, List<string> codes) = (false, false, []);
        try
        {
            Model model = OnnxFile.Parse(bytes, "mutant");
            parsed = true;
            wellFormed = GraphChecker.Check(model).Count == 0;
            codes.AddRange(ModelChecker.Check(model, CheckLevel.Types).Select(p => p.Code));
            GraphTypes types = TypeInference.Infer(model);
            types.Macs();
            CutsOf(model, codes);
            byte[] first = OnnxFile.Serialize(model);
            if (!first.AsSpan().SequenceEqual(OnnxFile.Serialize(OnnxFile.Parse(first, "again"))))
                report.Failures.Add($"{name}: a second write gives other bytes");
        }
        catch (InputException refusal)
        {
            codes.AddRange(refusal.Problems.Select(p => p.Code));
            if (parsed)
                report.Failures.Add($"{name}: {refusal.Message}");
        }
        catch (Exception failure)
        {
            Keep(bytes, report.Failures.Count);
            report.Failures.Add($"{name}: {failure.GetType().Name} {failure.Message} {string.Join(" < ", (failure.StackTrace ?? "").Split('\n').Where(l => l.Contains("Fulcrum", StringComparison.Ordinal)).Take(4).Select(l => l.Trim()))}");
        }

        if (clock.Elapsed > Limit)
            report.Failures.Add($"{name}: takes {clock.Elapsed.TotalSeconds:F1} s");
        report.Add(name, clock.Elapsed, parsed, wellFormed, codes);
    }

    private static void CutsOf(Model model, List<string> codes)
    {
        try
        {
            CutFinder.Find(model);
        }
        catch (InputException refusal)
        {
            codes.AddRange(refusal.Problems.Select(p => p.Code));
        }
    }

    private static void Keep(byte[] bytes, int number)
    {
        if (Environment.GetEnvironmentVariable("FULCRUM_FUZZ_KEEP") is string folder)
            File.WriteAllBytes(Path.Combine(folder, $"{number}.onnx"), bytes);
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;
}
