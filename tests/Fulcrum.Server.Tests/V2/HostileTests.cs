using System.Net.Sockets;
using System.Text;

namespace Fulcrum.Server.Tests.V2;

public sealed class HostileTests
{
    private const string Json = """{"id":"7","parameters":{"timeout":9000000,"binary_data_output":true},"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","parameters":{"binary_data_size":16}}],"outputs":[{"name":"y","parameters":{"binary_data":true}}]}""";

    /// <summary>Requests with bytes changed, left out or doubled: each is answered or refused, none fails the server.</summary>
    [Fact]
    public async Task Infer_MutatedRequests_AreNeverTheServersFault()
    {
        await using V2Site site = await V2Site.Start(f =>
        {
            V2Models.Write(f, "scale", V2Models.Scale(2));
            V2Models.Write(f, "BYTES", V2Models.Same(Graphs.ElementType.String));
        });
        var random = new Random(11);
        string[] seeds = [Json, """{"inputs":[{"name":"x","shape":[1,4],"datatype":"FP32","data":[[1,2.5e3],[NaN,-4]]}]}""", """{"inputs":[{"name":"x","shape":[1,2],"datatype":"BYTES","data":["a\u00fcb","\ud83d\ude00"]}]}"""];
        var seen = new SortedSet<int>();
        for (int i = 0; i < 1500; i++)
        {
            int seed = random.Next(seeds.Length);
            var bytes = new List<byte>(Encoding.UTF8.GetBytes(seeds[seed]));
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                int at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveAt(at);
                        break;
                    case 2:
                        bytes.Insert(at, (byte)"[]{}\",:0-e\\"[random.Next(11)]);
                        break;
                    default:
                        bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count)).Take(random.Next(40)).ToArray());
                        break;
                }
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, $"v2/models/{(seed == 2 ? "BYTES" : "scale")}/infer") { Content = new ByteArrayContent([.. bytes, .. seed == 0 ? new byte[16] : []]) };
            if (seed == 0)
                request.Headers.Add("Inference-Header-Content-Length", bytes.Count.ToString());
            V2Answer answer = await V2Answer.Of(await site.Http.SendAsync(request));
            seen.Add(answer.Status);
            Assert.True(answer.Status is 200 or 400 or 503, $"{answer.Status}: {Encoding.UTF8.GetString(bytes.ToArray())}: {answer.Text}");
        }

        Assert.Contains(200, seen);
        Assert.Contains(400, seen);
        Assert.Equal(200, (await site.Infer("scale", Json, new byte[16])).Status);
    }

    /// <summary>A client that goes away while the model runs ends the run: the model's one instance is free for the next.</summary>
    [Fact]
    public async Task Infer_ClientGoesAwayDuringTheRun_EndsIt()
    {
        await using V2Site site = await V2Site.Start(f => V2Models.Write(f, "loop", V2Models.Loop()));
        string body = """{"inputs":[{"name":"trips","shape":[1],"datatype":"INT64","data":[9223372036854775807]}]}""";
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(site.Server.Urls[0].Host, site.Server.Urls[0].Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v2/models/loop/infer HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            while (!(await site.Http.GetStringAsync("metrics")).Contains("nv_inference_pending_request_count{model=\"loop\",version=\"1\"} 1"))
                await Task.Delay(5);
            await Task.Delay(50);
        }

        Assert.Equal("[1]", (await site.Infer("loop", body.Replace("9223372036854775807", "3"))).Data());
        Assert.Contains("nv_inference_request_failure{model=\"loop\",version=\"1\",reason=\"CANCELED\"} 1", await site.Http.GetStringAsync("metrics"));
    }
}
