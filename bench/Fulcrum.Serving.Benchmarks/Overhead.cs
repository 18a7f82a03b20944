using System.Diagnostics;
using System.Globalization;
using System.Text;
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

    private static RawClient Client(Uri url, string name, int width, string headers) => new(
        url, $"/v2/models/{name}/infer", headers,
        Encoding.UTF8.GetBytes($$"""{"inputs":[{"name":"x","shape":[1,{{width}}],"datatype":"FP32","parameters":{"binary_data_size":{{width * 4}}} } ],"outputs":[{"name":"y","parameters":{"binary_data":true} } ] }"""), new byte[width * 4]);

    private static string Latency(Uri url, string name, int width, int requests)
    {
        var runner = new OnnxRuntimeRunner(1);
        using OnnxRuntimeModel model = runner.Load(BenchModel.Of(width));
        using ITensorBuffer input = runner.Allocate(ElementType.Float, 1, width), output = runner.Allocate(ElementType.Float, 1, BenchModel.Answered);
        using IBoundRun run = model.Bind(new Dictionary<string, ITensorBuffer> { ["x"] = input }, new Dictionary<string, ITensorBuffer> { ["y"] = output });
        using RawClient first = Client(url, name, width, ""), second = Client(url, name, width, ""), timed = Client(url, name, width, "Fulcrum-Timing: 1\r\n");
        double[][] times = [.. Enumerable.Range(0, 3).Select(_ => new double[requests])];
        double[] outside = new double[requests];
        Action[] turns = [run.Run, () => first.Ask(), () => second.Ask()];
        var random = new Random(1);
        int[] order = [0, 1, 2];
        for (int i = -requests / 5; i < requests; i++)
        {
            random.Shuffle(order);
            foreach (int turn in order)
            {
                long start = Stopwatch.GetTimestamp();
                turns[turn]();
                if (i >= 0)
                    times[turn][i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }

            timed.Ask();
            if (i >= 0)
                outside[i] = 1000 * (timed.Timing("total") - timed.Timing("run"));
        }

        foreach (double[] series in (IEnumerable<double[]>)[.. times, outside])
            Array.Sort(series);
        double P(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
        return $"| {width * 4} B | {P(times[0], .5):0.0} us | {P(times[0], .99):0.0} us | {P(times[1], .5):0} us | {P(times[1], .99):0} us | {P(times[2], .5):0} us | {P(times[2], .99):0} us "
            + $"| {P(times[1], .5) - P(times[0], .5):0} us | {P(times[1], .99) - P(times[0], .99):0} us | {P(outside, .5):0} us | {P(outside, .99):0} us |";
    }

    private static string Steady(Uri url, string name, int width, int requests)
    {
        using RawClient client = Client(url, name, width, "");
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
