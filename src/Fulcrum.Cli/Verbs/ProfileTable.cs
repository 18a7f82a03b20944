using System.Globalization;
using Fulcrum.Cli.Results;
using Fulcrum.Cli.Units;
using Fulcrum.Planning.Profiles;
using Spectre.Console;

namespace Fulcrum.Cli.Verbs;

/// <summary>What `profile` shows people.</summary>
internal static class ProfileTable
{
    private const int NodesListed = 10;

    public static void Draw(IAnsiConsole console, ProfileResult result)
    {
        MachineEnvironment e = result.Environment;
        console.WriteLine(ResultTable.Plain(Text($"{e.Processor ?? "unknown processor"}, {e.Cores} cores, {e.Threads} threads, quota {e.Quota}{(e.Tier is null ? "" : $", tier {e.Tier}")}, ONNX Runtime {e.OnnxRuntime}")));
        foreach (ProfiledResult model in result.Models)
            Draw(console, model, result);
        if (result.Link is { } link)
            console.WriteLine(Text($"Link to {link.Server}: {link.UpBitsPerSecond / 1e6:0.0} Mbit/s up, {link.DownBitsPerSecond / 1e6:0.0} Mbit/s down, round trip {link.RttMs:0.000} ms, jitter {link.JitterMs:0.000} ms."));
        console.WriteLine(ResultTable.Plain($"Written: {result.Path}"));
    }

    private static void Draw(IAnsiConsole console, ProfiledResult model, ProfileResult result)
    {
        console.WriteLine();
        console.WriteLine(ResultTable.Plain(Text($"{model.Name} ({model.Precision}): median {model.Whole.MedianMs:0.000} ms, mean {model.Whole.MeanMs:0.000}, p95 {model.Whole.P95Ms:0.000}, p99 {model.Whole.P99Ms:0.000}, quartiles {100 * model.Whole.Spread:0} % apart, {model.Whole.Samples} runs; against itself {model.Control.Ratio:0.000} [{model.Control.Low:0.000}, {model.Control.High:0.000}]")));
        Table segments = ResultTable.Create("depth", "head ms", "tail ms", "cut").Right(0, 1, 2);
        foreach (ProfiledSegment s in result.Segments.Where(s => (s.Model, s.Precision) == (model.Name, model.Precision)))
            segments.Row(Text($"{100 * s.Depth:0.0} %"), Text($"{s.HeadMs:0.000}"), Text($"{s.TailMs:0.000}"), s.Cut);
        Table nodes = ResultTable.Create("ms", "MACs", "op", "kernel", "node").Right(0, 1);
        foreach (ProfiledNode n in result.Nodes.Where(n => (n.Model, n.Precision) == (model.Name, model.Precision) && n.Ms > 0).OrderByDescending(n => n.Ms).Take(NodesListed))
            nodes.Row(Text($"{n.Ms:0.000}"), Human.Count(n.Macs), n.Op, n.Kernel ?? "", n.Name);
        if (segments.Rows.Count > 0)
            console.Write(segments);
        console.Write(nodes);
        foreach (PredictionError error in model.Errors)
            console.WriteLine(Text($"Heads predicted ({error.Method}): off by {100 * error.Median:0.0} % in the middle, {100 * error.P90:0.0} % at the 90th percentile, of {error.Segments}."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
