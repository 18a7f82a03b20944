using Fulcrum.Isolation;
using Fulcrum.Isolation.Processes;
using Fulcrum.Onnx;
using Fulcrum.Runtime;
using Fulcrum.Server;

namespace Fulcrum.Serving.Benchmarks;

/// <summary>What a process of its own adds to a model's answers: the same model in the server's process, there again (A/A), and in a worker, in turns, one connection each. Bound runs without a server beside it.</summary>
internal static class Isolated
{
    /// <param name="requests">Of each kind, in turns.</param>
    public static async Task RunAsync(int requests)
    {
        string folder = Directory.CreateTempSubdirectory("fulcrum-serving-").FullName;
        (string Name, int Width)[] models = [("kilobyte", 256), ("image", 150_528)];
        foreach ((string name, int width) in models)
        {
            foreach (string kind in (string[])["", "-own"])
                File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, name + kind, "1")).FullName, "model.onnx"), OnnxFile.Serialize(BenchModel.Of(width)));
        }

        FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = folder, Url = "http://127.0.0.1:0", Threads = 1, Isolate = [.. models.Select(m => $"{m.Name}-own")] });
        await using (server)
        {
            Console.WriteLine("| input | served p50 | p99 | again (A/A) p50 | p99 | isolated p50 | p99 | added p50 | p99 | run p50 | isolated run p50 | p99 |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
            foreach ((string name, int width) in models)
                Console.WriteLine(Latency(server.Urls[0], name, width, requests));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string Latency(Uri url, string name, int width, int requests)
    {
        using RawClient plain = BenchModel.Client(url, name, width), again = BenchModel.Client(url, name, width), own = BenchModel.Client(url, $"{name}-own", width);
        using Bound here = new(new OnnxRuntimeRunner(1), width), there = new(new IsolatedRunner(name, new WorkerOptions { Threads = 1 }), width);
        Action[] turns = [() => plain.Ask(), () => again.Ask(), () => own.Ask(), here.Run, there.Run];
        double[][] times = Turns.Measure(requests, turns);
        double P(int turn, double share) => Turns.Share(times[turn], share);
        return $"| {width * 4} B | {P(0, .5):0} us | {P(0, .99):0} us | {P(1, .5):0} us | {P(1, .99):0} us | {P(2, .5):0} us | {P(2, .99):0} us "
            + $"| {P(2, .5) - P(0, .5):0} us | {P(2, .99) - P(0, .99):0} us | {P(3, .5):0.0} us | {P(4, .5):0.0} us | {P(4, .99):0.0} us |";
    }
}
