using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Fulcrum.Graphs;
using Fulcrum.Graphs.Execution;
using Fulcrum.Onnx;
using Fulcrum.Runtime;
using Fulcrum.Server;
using Fulcrum.Zoo;

namespace Fulcrum.Serving.Benchmarks;

/// <summary>Many clients at once: joined requests against batches in the runtime, and three times as many requests as can be answered.</summary>
internal static class Load
{
    private const int Batch = 8, Width = 3 * 224 * 224;
    private const string Json = """{"inputs":[{"name":"input","shape":[1,3,224,224],"datatype":"FP32","parameters":{"binary_data_size":602112}}],"parameters":{"binary_data_output":true}}""";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>Images a second of ResNet-18 in batches of 8, by bound runs, and answered to 16 clients that send one each.</summary>
    public static async Task BatchingAsync()
    {
        Model model = Net();
        (FulcrumServer server, string folder) = await StartAsync(model, new ServerOptions { Repository = "", BatchSamples = Batch, BatchDelay = TimeSpan.FromMilliseconds(20) }).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            List<double> offline = [], again = [], served = [];
            await ServedAsync(server, 4, 2 * Batch).ConfigureAwait(false);
            for (int round = 0; round < 3; round++)
            {
                offline.Add(Offline(model, 12));
                served.Add((await ServedAsync(server, 8, 2 * Batch).ConfigureAwait(false)).PerSecond);
                again.Add(Offline(model, 12));
            }

            Console.WriteLine();
            Console.WriteLine("| ResNet-18, batches of 8 | images a second, 3 rounds | median of offline |");
            Console.WriteLine("| --- | --- | --- |");
            foreach ((string name, List<double> series) in new[] { ("offline, bound runs", offline), ("offline again (A/A)", again), ("served to 16 clients, one image each", served) })
                Console.WriteLine($"| {name} | {string.Join(", ", series.Select(s => $"{s:0.0}"))} | {100 * Median(series) / Median(offline):0} % |");
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Requests at one and three times the rate that 16 clients got answered, each with a deadline of 2 s.</summary>
    public static async Task OverloadAsync()
    {
        (FulcrumServer server, string folder) = await StartAsync(Net(), new ServerOptions { Repository = "", BatchSamples = Batch, BatchDelay = TimeSpan.FromMilliseconds(20), MaxQueue = 64 }).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            double peak = (await ServedAsync(server, 10, 2 * Batch).ConfigureAwait(false)).PerSecond;
            Console.WriteLine();
            Console.WriteLine($"Peak: {peak:0.0} images a second to 16 clients in turn.");
            Console.WriteLine();
            Console.WriteLine("| offered a second | seconds | answered in time, a second | of peak | refused (503, 429) | answered late | p50 | p99 of those answered | RSS before, after |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
            foreach (double times in new[] { 1.0, 3.0, 3.0 })
                Console.WriteLine(await OfferAsync(server, peak, times * peak, 20).ConfigureAwait(false));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> OfferAsync(FulcrumServer server, double peak, double rate, int seconds)
    {
        using HttpClient http = Client(server);
        byte[] image = new byte[Width * 4];
        long rss = Environment.WorkingSet, start = Stopwatch.GetTimestamp();
        List<Task<(HttpStatusCode Status, double Seconds)>> asked = [];
        for (int i = 0; i < rate * seconds; i++)
        {
            double wait = (i / rate) - Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (wait > 0)
                await Task.Delay(TimeSpan.FromSeconds(wait)).ConfigureAwait(false);
            asked.Add(AskAsync(http, image));
        }

        (HttpStatusCode Status, double Seconds)[] answers = await Task.WhenAll(asked).ConfigureAwait(false);
        double taken = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[] good = [.. answers.Where(a => a.Status == HttpStatusCode.OK).Select(a => a.Seconds).Order()];
        int inTime = good.Count(s => s <= Deadline.TotalSeconds), refused = answers.Count(a => a.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests);
        if (refused + good.Length != answers.Length)
            throw new InvalidOperationException($"Other answers: {string.Join(", ", answers.Select(a => a.Status).Distinct())}.");
        return $"| {rate:0.0} | {taken:0.0} | {inTime / taken:0.0} | {100 * inTime / taken / peak:0} % | {refused} | {good.Length - inTime} | {1000 * good[good.Length / 2]:0} ms | {1000 * good[(int)(0.99 * (good.Length - 1))]:0} ms | {rss >> 20}, {Environment.WorkingSet >> 20} MiB |";
    }

    private static async Task<(double PerSecond, int Count)> ServedAsync(FulcrumServer server, double seconds, int clients)
    {
        using HttpClient http = Client(server);
        byte[] image = new byte[Width * 4];
        long start = Stopwatch.GetTimestamp();
        int[] counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            int count = 0;
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
            {
                (HttpStatusCode status, double _) = await AskAsync(http, image).ConfigureAwait(false);
                count += status == HttpStatusCode.OK ? 1 : throw new InvalidOperationException($"{status}");
            }

            return count;
        })).ConfigureAwait(false);
        return (counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds, counts.Sum());
    }

    private static async Task<(HttpStatusCode, double)> AskAsync(HttpClient http, byte[] image)
    {
        byte[] header = Encoding.ASCII.GetBytes(Json), body = [.. header, .. image];
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        content.Headers.Add("Inference-Header-Content-Length", $"{header.Length}");
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage response = await http.PostAsync("v2/models/net/infer", content).ConfigureAwait(false);
        await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return (response.StatusCode, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static double Offline(Model model, int runs)
    {
        var runner = new OnnxRuntimeRunner(Environment.ProcessorCount);
        using OnnxRuntimeModel loaded = runner.Load(model);
        string output = model.Graph.Outputs[0].Name;
        using ITensorBuffer input = runner.Allocate(ElementType.Float, Batch, 3, 224, 224), answer = runner.Allocate(ElementType.Float, Batch, 1000);
        using IBoundRun run = loaded.Bind(new Dictionary<string, ITensorBuffer> { [model.Graph.Inputs[0].Name] = input }, new Dictionary<string, ITensorBuffer> { [output] = answer });
        run.Run();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < runs; i++)
            run.Run();
        return runs * Batch / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>ResNet-18 with seeded weights; its input is called input.</summary>
    private static Model Net() => ZooCatalog.Create("resnet18", 1);

    private static async Task<(FulcrumServer, string)> StartAsync(Model model, ServerOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("fulcrum-load-").FullName;
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "net", "1")).FullName, "model.onnx"), OnnxFile.Serialize(model));
        return (await FulcrumServer.StartAsync(options with { Repository = folder, Url = "http://127.0.0.1:0", Threads = Environment.ProcessorCount }).ConfigureAwait(false), folder);
    }

    private static HttpClient Client(FulcrumServer server)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 4000 }) { BaseAddress = server.Urls[0], Timeout = TimeSpan.FromMinutes(2) };
        http.DefaultRequestHeaders.Add("Fulcrum-Deadline-Ms", $"{Deadline.TotalMilliseconds:0}");
        return http;
    }

    private static double Median(List<double> series) => series.Order().ElementAt(series.Count / 2);
}
