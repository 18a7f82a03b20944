using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tests.Tiers;

public sealed class TiersFileTests : IDisposable
{
    private const string Good = """
        {
          // from the device outwards
          "format": 1,
          "tiers": [ { "name": "device", "cpu": 0.5, "memory": "64MiB", "power": "2W" }, { "name": "edge", "price": "0.08USD/h" } ],
          "links": [ { "from": "device", "to": "edge", "rate": "50Mbps", "delay": "12ms", "jitter": "2ms" } ],
        }
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_QuantitiesWithUnits_AreInBaseUnits()
    {
        TierSet set = Read(Good);
        Assert.Equal([new Tier { Name = "device", Cpu = 0.5, MemoryBytes = 64 << 20, Watts = 2 }, new Tier { Name = "edge", PricePerSecond = 0.08 / 3600 }], set.Tiers);
        Assert.Equal(new TierLink("device", "edge", 50e6, 0.012, 0.002), Assert.Single(set.Links));
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 3", "tiers-format", "format")]
    [InlineData("\"cpu\": 0.5", "\"cores\": 0.5", "tiers-malformed", "$.tiers[0].cores")]
    [InlineData("\"cpu\": 0.5", "\"cpu\": 0", "tiers-value", "tiers[0].cpu")]
    [InlineData("64MiB", "64", "tiers-value", "tiers[0].memory")]
    [InlineData("64MiB", "0B", "tiers-value", "tiers[0].memory")]
    [InlineData("2W", "-2W", "tiers-value", "tiers[0].power")]
    [InlineData("0.08USD/h", "0,08USD/h", "tiers-value", "tiers[1].price")]
    [InlineData("\"name\": \"edge\"", "\"name\": \"device\"", "tiers-value", "tiers[1].name|links[0]")]
    [InlineData("\"to\": \"edge\"", "\"to\": \"cloud\"", "tiers-value", "links[0]")]
    [InlineData("50Mbps", "0bps", "tiers-value", "links[0].rate")]
    [InlineData("12ms", "12", "tiers-value", "links[0].delay")]
    [InlineData("\"2ms\"", "\"NaNms\"", "tiers-value", "links[0].jitter")]
    public void Read_FileWithOneThingWrong_NamesIt(string good, string bad, string code, string places)
    {
        var refused = Assert.Throws<InputException>(() => Read(Good.Replace(good, bad)));
        Assert.All(refused.Problems, p => Assert.Equal(code, p.Code));
        Assert.Equal(places.Split('|'), refused.Problems.Select(p => p.Place[(_path.Length + 2)..]));
    }

    [Fact]
    public void Find_NameWithAMistake_SuggestsTheTier()
    {
        Assert.Equal("edge", Read(Good).Find("edge").Name);
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => Read(Good).Find("devise")).Problems);
        Assert.Equal(("tier-unknown", "Did you mean 'device'?"), (problem.Code, problem.Remedy));
    }

    private TierSet Read(string text)
    {
        File.WriteAllText(_path, text);
        return TiersFile.Read(_path);
    }
}
