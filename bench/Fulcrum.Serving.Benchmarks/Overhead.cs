using System.Diagnostics;
using System.Globalization;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Runtime;
using Fulcrum.Server;

namespace Fulcrum.Serving.Benchmarks;

/// <summary>What serving adds to running, server and client in one process, one connection.</summary>
internal static class Overhead
{
    /// <param name="requests">Of each kind, in turns, for the latencies.</param>
    /// <param name="steady">In a row, for memory; a tenth of it with the large input.</param>
    public static async Task RunAsync(int requests, int steady)
    {
        string folder = Directory.CreateTempSubdirectory("fulcrum-serving-").FullName;
        (string Name, int Width)[] models = [("kilobyte", 256), ("image", 150_528)];
        foreach ((string name, int width) in models)
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, name, "1")).FullName, "model.onnx"), OnnxFile.Serialize(BenchModel.Of(width)));
        FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = folder, Url = "http://127.0.0.1:0", Threads = 1 });
        await using (server)
        {
            Console.WriteLine("| input | raw p50 | raw p99 | served p50 | served p99 | again p50 (A/A) | again p99 | added p50 | added p99 | server outside the model p50 | p99 |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
            foreach ((string name, int width) in models)
                Console.WriteLine(Latency(server.Urls[0], name, width, requests));
            Console.WriteLine();
            Console.WriteLine("| input | requests | managed bytes a request | Gen0 | Gen1 | Gen2 | seconds |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
            foreach ((string name, int width) in models)
                Console.WriteLine(Steady(server.Urls[0], name, width, name == "image" ? steady / 10 : steady));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string Latency(Uri url, string name, int width, int requests)
    {
        using Bound run = new(new OnnxRuntimeRunner(1), width);
        using RawClient first = BenchModel.Client(url, name, width), second = BenchModel.Client(url, name, width), timed = BenchModel.Client(url, name, width, "Fulcrum-Timing: 1\r\n");
        double[] outside = new double[requests];
        double[][] times = Turns.Measure(requests, [run.Run, () => first.Ask(), () => second.Ask()], round =>
        {
            timed.Ask();
            if (round >= 0)
                outside[round] = 1000 * (timed.Timing("total") - timed.Timing("run"));
        });
        Array.Sort(outside);
        return $"| {width * 4} B | {Turns.Share(times[0], .5):0.0} us | {Turns.Share(times[0], .99):0.0} us | {Turns.Share(times[1], .5):0} us | {Turns.Share(times[1], .99):0} us | {Turns.Share(times[2], .5):0} us | {Turns.Share(times[2], .99):0} us "
            + $"| {Turns.Share(times[1], .5) - Turns.Share(times[0], .5):0} us | {Turns.Share(times[1], .99) - Turns.Share(times[0], .99):0} us | {Turns.Share(outside, .5):0} us | {Turns.Share(outside, .99):0} us |";
    }

    private static string Steady(Uri url, string name, int width, int requests)
    {
        using RawClient client = BenchModel.Client(url, name, width);
        for (int i = 0; i < 10_000; i++)
            client.Ask();
        // What starting left behind is not the requests'.
        GC.Collect();
        int[] collections = [.. Enumerable.Range(0, 3).Select(GC.CollectionCount)];
        long before = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
        for (int i = 0; i < requests; i++)
            client.Ask();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / requests;
        return $"| {width * 4} B | {requests} | {bytes} | {string.Join(" | ", Enumerable.Range(0, 3).Select(g => GC.CollectionCount(g) - collections[g]))} | {seconds:0.0} |";
    }
}
