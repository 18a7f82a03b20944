using System.Diagnostics;
using System.Runtime.InteropServices;
using Fulcrum.Cuts;
using Fulcrum.Cuts.Splitting;
using Fulcrum.Device;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Planning.Deploying;
using Fulcrum.Protocol.Plans;
using Fulcrum.Runtime;
using Fulcrum.Server;
using Fulcrum.Stages.Links;
using Fulcrum.Zoo;

namespace Fulcrum.Serving.Benchmarks;

/// <summary>Split against whole on loopback, and a large tensor over a long link; server and device share the process and take turns.</summary>
internal static class Wire
{
    private static readonly (string Name, Func<PlanTimes, double> Of)[] Phases =
    [
        ("first half", t => t.Tiers[0].ComputeMs), ("coding", t => t.Tiers[0].EncodeMs + t.Tiers[1].DecodeMs), ("second half", t => t.Tiers[1].ComputeMs),
    ];

    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    public static async Task RunAsync()
    {
        await SplitAsync().ConfigureAwait(false);
        await LongLinkAsync().ConfigureAwait(false);
    }

    /// <summary>ResNet-18 in two, at the cut nearest to half of the work.</summary>
    private static async Task SplitAsync()
    {
        Model model = ZooCatalog.Create("resnet18", 1);
        Cut cut = CutFinder.BlockBoundaries(model).MinBy(c => Math.Abs(c.HeadNodes.Count - (model.Graph.Nodes.Count / 2)))!;
        (DeployedPlan plan, StageServer server, string folder) = await DeployAsync(model, cut, null).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var runner = new OnnxRuntimeRunner(Environment.ProcessorCount);
            using ITensorBuffer input = runner.Allocate(ElementType.Float, 1, 3, 224, 224), output = runner.Allocate(ElementType.Float, 1, 1000);

            // Two of their own: what the split does not find in the caches, neither finds.
            using OnnxRuntimeModel first = runner.Load(model), second = runner.Load(model);
            using IBoundRun whole = Bind(first), other = Bind(second);
            IBoundRun Bind(ILoadedModel loaded) => loaded.Bind(Only(loaded.Inputs, input), Only(loaded.Outputs, output));
            var random = new Random(1);
            foreach (ref float value in input.Span<float>())
                value = (random.NextSingle() * 4) - 2;
            input.Bytes.CopyTo(plan.Input(plan.Inputs[0].Name).Bytes);
            IReadOnlyList<ModelSegment> parts = ModelSplitter.Split(model, cut);
            using OnnxRuntimeModel head = runner.Load(parts[0].Model), tail = runner.Load(parts[1].Model);
            using ITensorBuffer between = runner.Allocate(ElementType.Float, [.. plan.Folder.Manifest.Links[0].Tensors[0].Shape.Select(d => (long)d)]);
            using IBoundRun before = head.Bind(Only(head.Inputs, input), Only(head.Outputs, between)), after = tail.Bind(Only(tail.Inputs, between), Only(tail.Outputs, output));
            int[] order = [0, 1, 2, 3];
            List<double>[] phases = [.. Phases.Select(_ => new List<double>())];
            List<double> alone = [], again = [], split = [], halves = [], links = [];
            for (int i = -10; i < 200; i++)
            {
                // In an order of its own each time, with time for the threads of the run before to go to sleep: they are the same two cores.
                random.Shuffle(order);
                foreach (int subject in order)
                {
                    await Task.Delay(Rest).ConfigureAwait(false);
                    PlanTimes? times = subject == 2 ? await plan.RunAsync().ConfigureAwait(false) : null;
                    double took = times?.TotalMs ?? Time(subject == 0 ? whole.Run : subject == 1 ? other.Run : () =>
                    {
                        before.Run();
                        after.Run();
                    });
                    if (i < 0)
                        continue;
                    (subject == 0 ? alone : subject == 1 ? again : subject == 2 ? split : halves).Add(took);
                    if (times is not null)
                    {
                        links.Add(times.LinkMs[0]);
                        for (int p = 0; p < Phases.Length; p++)
                            phases[p].Add(Phases[p].Of(times));
                    }
                }
            }

            float worst = MemoryMarshal.Cast<byte, float>(plan.Output(0)).ToArray().Zip(output.Span<float>().ToArray()).Max(p => Math.Abs(p.First - p.Second));
            Console.WriteLine();
            Console.WriteLine("| ResNet-18 on loopback | p50 | of whole |");
            Console.WriteLine("| --- | --- | --- |");
            Console.WriteLine($"| whole | {Median(alone):0.00} ms | 1 |");
            Console.WriteLine($"| whole again (A/A) | {Median(again):0.00} ms | {Median(again) / Median(alone):0.000} |");
            Console.WriteLine($"| the two halves, one after the other, no server | {Median(halves):0.00} ms | {Median(halves) / Median(alone):0.000} |");
            Console.WriteLine($"| split at {cut.Name}, {plan.Folder.Manifest.Links[0].Tensors[0].Shape.Aggregate(4L, (a, b) => a * b)} bytes | {Median(split):0.00} ms | {Median(split) / Median(alone):0.000} |");
            Console.WriteLine($"| the same without the wire ({Median(links):0.00} ms) | {Median(split) - Median(links):0.00} ms | {(Median(split) - Median(links)) / Median(alone):0.000} |");
            for (int p = 0; p < Phases.Length; p++)
                Console.WriteLine($"| of it {Phases[p].Name} | {Median(phases[p]):0.00} ms | {Median(phases[p]) / Median(alone):0.000} |");
            Console.WriteLine();
            Console.WriteLine($"Largest difference of the answers: {worst:0.0e0} (whole graphs are optimised across the cut; `fulcrum split --verify` compares on the same kernels).");
        }

        plan.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>3.2 MB over a round trip of 25 ms without a rate.</summary>
    private static async Task LongLinkAsync()
    {
        Model model = BenchModel.Of(800_000);
        CutMap map = CutMap.Of(model);
        (DeployedPlan plan, StageServer server, string folder) = await DeployAsync(model, map.At([0]), new LinkShape(RoundTrip: TimeSpan.FromMilliseconds(25))).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            List<double> links = [], coding = [];
            for (int i = -5; i < 60; i++)
            {
                PlanTimes times = await plan.RunAsync().ConfigureAwait(false);
                if (i >= 0)
                {
                    links.Add(times.LinkMs[0]);
                    coding.Add(times.Tiers[0].EncodeMs + times.Tiers[1].DecodeMs);
                }
            }

            Console.WriteLine();
            Console.WriteLine($"3.2 MB tensor, round trip 25 ms in the transport, connection open: {Median(links):0.0} ms on the link = {Median(links) / 25:0.00} round trips; coding {Median(coding):0.00} ms beside it.");
        }

        plan.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(DeployedPlan, StageServer, string)> DeployAsync(Model model, Cut cut, LinkShape? link)
    {
        string folder = Directory.CreateTempSubdirectory("fulcrum-wire-").FullName;
        IReadOnlyList<ModelSegment> parts = ModelSplitter.Split(model, cut);
        PlanFolder made = new PlanFolderWriter(OnnxFile.Serialize).Write(
            folder, [new FolderTier("device", [new FolderPart(parts[0].Model)]), new FolderTier("server", [new FolderPart(parts[1].Model)])], [model.Graph.Outputs[0].Name], (_, _) => PlanCoding.Plain, new PlanSource("net", new string('0', 64)));
        StageServer server = await StageServer.StartAsync(new StageServerOptions { Plan = folder, Tier = "server", Url = "http://127.0.0.1:0", Threads = Environment.ProcessorCount }).ConfigureAwait(false);
        return (DeployedPlan.Open(made, new OnnxRuntimeRunner(Environment.ProcessorCount), server.Urls[0], link), server, folder);
    }

    private static Dictionary<string, ITensorBuffer> Only(IReadOnlyList<ValueInfo> values, ITensorBuffer buffer) => new() { [values.Single().Name] = buffer };

    private static double Time(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> series) => series.Order().ElementAt(series.Count / 2);
}
