using System.Diagnostics;

namespace Fulcrum.Faults.Tests;

/// <summary>Server and way fail in every manner, in an order that a seed decides: the device answers every request in time and right, and uses the server again soon after it is back. FULCRUM_FULL=1 kills 100 times.</summary>
public sealed class ServerFaultTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task Device_ServerKilledAndWayFaultySeeded_EveryAnswerIsInTimeAndRight()
    {
        int kills = FaultSite.IsFull ? 100 : 1, others = FaultSite.IsFull ? 100 : 3;
        using var site = new FaultSite(FaultSite.Seed);
        (Process server, int port) = await site.ServeAsync();
        using var way = new FaultyWay(port, FaultSite.Seed);
        await using var device = new WatchedDevice(site, way.Url, Deadline);
        await device.RecoverAsync(FaultSite.Healing);
        string[] faults = ["kill", "cut", "flap", "loss", "corrupt", "slow", "halt"];
        string[] order = [.. Enumerable.Repeat("kill", kills), .. Enumerable.Range(0, others).Select(i => faults[1 + (i % 6)])];
        site.Random.Shuffle(order);
        var healed = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (string fault in order)
        {
            await Task.Delay(site.Random.Next(250));
            switch (fault)
            {
                case "kill":
                    server.Kill();
                    await server.WaitForExitAsync();
                    await Task.Delay(site.Random.Next(200));
                    (server, _) = await site.ServeAsync(port);
                    break;
                case "flap":
                    for (int i = 0; i < 20; i++)
                    {
                        way.State = i % 2 == 0 ? Way.Cut : Way.Good;
                        await Task.Delay(site.Random.Next(10, 60));
                    }

                    break;
                case "halt":
                    FaultSite.Halt(server, true);
                    await Task.Delay(site.Random.Next(200, 1000));
                    FaultSite.Halt(server, false);
                    break;
                default:
                    way.State = fault switch { "cut" => Way.Cut, "loss" => Way.Lossy, "corrupt" => Way.Corrupting, _ => Way.Slow };
                    await Task.Delay(site.Random.Next(300, 1200));
                    break;
            }

            way.State = Way.Good;
            TimeSpan took = await device.RecoverAsync(FaultSite.Healing);
            healed.TryAdd(fault, []);
            healed[fault].Add(took.TotalSeconds);
            if (healed.Values.Sum(h => h.Count) % 20 == 0)
                Tell(device, healed);
        }

        await device.DisposeAsync();
        Tell(device, healed);
        Assert.Equal(0, device.Wrong);
        // A machine that others use too may hold a process up for longer than any deadline.
        Assert.True(device.Late == 0 || !FaultSite.IsFull, $"{device.Late} late");
        Assert.True(device is { Away: > 10, Fallbacks: > 0 });
    }

    private static void Tell(WatchedDevice device, SortedDictionary<string, List<double>> healed) =>
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"seed {FaultSite.Seed}: {device.Requests} requests, {device.Away} answered by the server, {device.Fallbacks} fallbacks, {device.Wrong} wrong, {device.Late} late, slowest {device.Slowest.TotalMilliseconds:0} ms; recovery in s: "
            + string.Join(", ", healed.Select(h => $"{h.Key} x{h.Value.Count} mean {h.Value.Average():0.00} most {h.Value.Max():0.00}")));
}
