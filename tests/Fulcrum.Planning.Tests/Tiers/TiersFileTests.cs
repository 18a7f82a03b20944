using System.Text.RegularExpressions;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tests.Tiers;

public sealed class TiersFileTests
{
    internal const string Good = """
        {
          // Three machines in a line.
          "tiers": [
            { "name": "device", "clock": "200MHz", "cycles_per_mac": 5, "kappa": 1e-27, "memory": "64MiB", "holds_models": false },
            { "name": "cloud", "serverless": { "memory": "1769MB", "price": "0.0000166667USD/GBs", "request": "0.0000002USD" } },
            { "name": "edge", "power": "15W", "price": "0.08USD/h" },
          ],
          "links": [
            { "from": "edge", "to": "cloud", "up": "1Mbps", "down": "10Mbps", "rtt": "40ms", "down_price": "0.09USD/GB" },
            { "from": "device", "to": "edge", "up": "50Mbps", "rtt": "12ms", "jitter": { "shape": "lognormal", "p50": "2ms", "p99": "20ms" }, "transmit_power": "1W", "receive_power": "500mW" }
          ]
        }
        """;

    [Fact]
    public void Parse_GoodFile_OrdersTiersByTheirLinksAndReadsUnits()
    {
        TierSystem system = TiersFile.Parse(Good, "tiers.json");
        Assert.Equal(["device", "edge", "cloud"], system.Tiers.Select(t => t.Name));
        Assert.Equal((200e6, 5, 64 * 1048576.0, false), (system.Tiers[0].ClockHz, system.Tiers[0].CyclesPerMac, system.Tiers[0].MemoryBytes, system.Tiers[0].HoldsModels));
        Assert.Equal(1e-27 * 200e6 * 200e6 * 5, system.Tiers[0].JoulesPerMac, 1e-24);
        Assert.Equal(0.08 / 3600, system.Tiers[1].Price.PerSecond, 1e-15);
        Assert.Equal(2.948e-5, system.Tiers[2].Price.PerSecond, 1e-8);
        Assert.Equal((50e6, 50e6, 0.012, 0.002, 0.02, 1, 0.5), (system.Links[0].UpBitsPerSecond, system.Links[0].DownBitsPerSecond, system.Links[0].RttSeconds, system.Links[0].Jitter.P50, system.Links[0].Jitter.P99, system.Links[0].TransmitWatts, system.Links[0].ReceiveWatts));
        Assert.Equal(9e-11, system.Links[1].DownPricePerByte, 1e-18);
        Assert.Equal(1, system.HolderFrom(0));
    }

    [Fact]
    public void Parse_Slowdown_IsWhatThePlannerReckonsWith()
    {
        TierSystem system = TiersFile.Parse("""{ "tiers": [ { "name": "device", "slowdown": 20 } ] }""", "tiers.json");
        Assert.Equal(20, system.Tiers[0].Slowdown);
        Assert.Equal([20.0], Fulcrum.Planning.Placements.Conditions.Of(system).Slowdown);
    }

    [Theory]
    [InlineData("\"up\": \"1Mbps\"", "\"up\": \"0Mbps\"", "tiers-out-of-range", "links[0].up")]
    [InlineData("\"up\": \"1Mbps\"", "\"up\": \"-1Mbps\"", "tiers-malformed", "links[0].up")]
    [InlineData("\"up\": \"1Mbps\"", "\"up\": \"NaNMbps\"", "tiers-malformed", "links[0].up")]
    [InlineData("\"up\": \"1Mbps\"", "\"up\": 1000", "tiers-malformed", "links[0].up")]
    [InlineData("\"up\": \"1Mbps\",", "", "tiers-missing", "links[0].up")]
    [InlineData("\"up\": \"1Mbps\",", "\"upp\": \"1Mbps\", \"up\": \"1Mbps\",", "tiers-unknown-member", "links[0].upp")]
    [InlineData("\"name\": \"edge\"", "\"name\": \"device\"", "tier-twice", "tiers[2].name")]
    [InlineData("\"to\": \"cloud\"", "\"to\": \"clod\"", "tier-unknown", "links[0].to")]
    [InlineData("\"from\": \"edge\", \"to\": \"cloud\"", "\"from\": \"edge\", \"to\": \"device\"", "tiers-loop", "tier 'device'")]
    [InlineData("\"from\": \"edge\", \"to\": \"cloud\"", "\"from\": \"device\", \"to\": \"cloud\"", "tiers-no-line", "links from 'device'")]
    [InlineData("\"p99\": \"20ms\"", "\"p99\": \"1ms\"", "tiers-out-of-range", "links[1].jitter")]
    [InlineData("\"memory\": \"64MiB\"", "\"memory\": \"64\"", "tiers-malformed", "tiers[0].memory")]
    [InlineData("\"memory\": \"64MiB\"", "\"memory\": \"64MiB\", \"slowdown\": 0", "tiers-out-of-range", "tiers[0].slowdown")]
    [InlineData("\"memory\": \"64MiB\"", "\"memory\": \"64MiB\", \"slowdown\": 2.5", "tiers-out-of-range", "tiers[0].slowdown")]
    public void Parse_OneThingWrong_NamesItsPlace(string from, string to, string code, string place)
    {
        Assert.Contains(from, Good);
        IReadOnlyList<Problem> problems = Assert.Throws<InputException>(() => TiersFile.Parse(Good.Replace(from, to), "tiers.json")).Problems;
        Assert.Contains(problems, p => p.Code == code && Regex.Replace(p.Place, @"^tiers\.json:(\d+: | )", "") == place && p.Remedy.Length > 0);
    }

    [Fact]
    public void Parse_MissingLink_SaysWhichTierHasNoRoute()
    {
        string cut = Good[..Good.IndexOf("{ \"from\": \"edge\"", StringComparison.Ordinal)] + Good[Good.IndexOf("{ \"from\": \"device\"", StringComparison.Ordinal)..];
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => TiersFile.Parse(cut, "t")).Problems);
        Assert.Equal(("tiers-no-route", true), (problem.Code, problem.Message.Contains("cloud", StringComparison.Ordinal) || problem.Message.Contains("edge", StringComparison.Ordinal)));
    }

    [Fact]
    public void Parse_SeveralThingsWrong_NamesAll()
    {
        string bad = Good.Replace("\"up\": \"1Mbps\"", "\"up\": \"0Mbps\"").Replace("\"200MHz\"", "\"fast\"").Replace("\"15W\"", "15").Replace("\"rtt\": \"12ms\"", "\"rtt\": \"12\"");
        Assert.Equal(4, Assert.Throws<InputException>(() => TiersFile.Parse(bad, "t")).Problems.Count);
    }

    [Theory]
    [InlineData("{", "tiers-malformed")]
    [InlineData("[]", "tiers-malformed")]
    [InlineData("{}", "tiers-empty")]
    [InlineData("{\"tiers\": 3}", "tiers-malformed")]
    public void Parse_NoTiersFile_IsRefused(string json, string code) =>
        Assert.Contains(Assert.Throws<InputException>(() => TiersFile.Parse(json, "t")).Problems, p => p.Code == code);

    [Fact]
    public void Jitter_SumOfDelays_IsExactForNormalOnesAndNearTheTruthForLognormalOnes()
    {
        Jitter normal = Jitter.Sum(new Jitter(JitterShape.Normal, 3, 3 + 2.3263478740408408), new Jitter(JitterShape.Normal, 4, 4 + (2 * 2.3263478740408408)));
        Assert.Equal((7, 7 + (Math.Sqrt(5) * 2.3263478740408408)), (normal.P50, normal.P99));
        Jitter[] parts = [new(JitterShape.Lognormal, 2, 20), new(JitterShape.Lognormal, 5, 15)];
        Jitter sum = Jitter.Sum(parts);
        var random = new Random(1);
        double[] samples = [.. Enumerable.Range(0, 200_000).Select(_ => parts.Sum(p => p.P50 * Math.Exp(Normal(random) * Math.Log(p.P99 / p.P50) / 2.3263478740408408))).Order()];
        Assert.Equal(samples.Average(), sum.Mean, 0.05 * sum.Mean);
        Assert.Equal(samples[100_000], sum.P50, 0.05 * sum.P50);
        Assert.Equal(samples[198_000], sum.P99, 0.1 * sum.P99);
        Assert.Equal(parts[0], Jitter.Sum(parts[0], default));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
