using System.Text.RegularExpressions;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;

namespace Fulcrum.Planning.Tests.Tiers;

/// <summary>The tiers file as YAML: the same meaning as JSON, and one clear error with its line for what it may not hold.</summary>
public sealed class YamlTiersTests
{
    private const string Good = """
        # Three machines in a line.
        tiers:
          - name: device
            clock: 200MHz
            cycles_per_mac: 5
            kappa: 1e-27
            memory: "64MiB"
            holds_models: false
          - {name: cloud, serverless: {memory: 1769MB, price: 0.0000166667USD/GBs, request: 0.0000002USD}}
          - name: edge
            power: 15W
            price: 0.08USD/h
        links:
          - {from: edge, to: cloud, up: 1Mbps, down: 10Mbps, rtt: 40ms, down_price: 0.09USD/GB}
          - from: device
            to: edge
            up: 50Mbps
            rtt: 12ms
            jitter:
              shape: lognormal
              p50: 2ms
              p99: 20ms
            transmit_power: 1W
            receive_power: 500mW
        """;

    [Fact]
    public void Parse_YamlOfTheSameTiers_MeansWhatJsonMeans()
    {
        (TierSystem yaml, TierSystem json) = (TiersFile.Parse(Good, "tiers.yaml"), TiersFile.Parse(TiersFileTests.Good, "tiers.json"));
        Assert.Equal(json.Tiers, yaml.Tiers);
        Assert.Equal(json.Links, yaml.Links);
    }

    [Fact]
    public void Parse_JsonNamedYaml_MeansTheSame() => Assert.Equal(
        TiersFile.Parse(TiersFileTests.Good, "t.json").Links, TiersFile.Parse(Regex.Replace(TiersFileTests.Good, "//.*", "").Replace("\t", " "), "t.yml").Links);

    [Fact]
    public void Parse_NewKeys_AreReadInBothForms()
    {
        const string json = """{ "tiers": [ { "name": "a", "accelerator": "NPU" }, { "name": "b", "host": "http://10.0.0.2:8080" } ], "links": [ { "from": "a", "to": "b", "up": "1Mbps", "loss": "2.5%" } ] }""";
        foreach (string name in new[] { "t.json", "t.yaml" })
        {
            TierSystem system = TiersFile.Parse(json, name);
            Assert.Equal(("NPU", null, null, new Uri("http://10.0.0.2:8080"), 0.025), (system.Tiers[0].Accelerator, system.Tiers[0].Host, system.Tiers[1].Accelerator, system.Tiers[1].Host, system.Links[0].Loss));
        }
    }

    [Theory]
    [InlineData("power: 15W", "powr: 15W", "tiers-unknown-member", 11, "tiers[2].powr", "power")]
    [InlineData("up: 50Mbps", "up: 0Mbps", "tiers-out-of-range", 17, "links[1].up", "more than zero")]
    [InlineData("up: 50Mbps", "up: -5Mbps", "tiers-malformed", 17, "links[1].up", "50Mbps")]
    [InlineData("up: 50Mbps", "up: .nan", "tiers-malformed", 17, "links[1].up", "50Mbps")]
    [InlineData("up: 50Mbps", "up: 50", "tiers-malformed", 17, "links[1].up", "50Mbps")]
    [InlineData("    up: 50Mbps\n", "", "tiers-missing", 15, "links[1].up", "50Mbps")]
    [InlineData("rtt: 12ms", "loss: 100%", "tiers-out-of-range", 18, "links[1].loss", "100%")]
    [InlineData("rtt: 12ms", "loss: -1%", "tiers-malformed", 18, "links[1].loss", "%")]
    [InlineData("shape: lognormal", "shape: square", "tiers-malformed", 20, "links[1].jitter.shape", "lognormal")]
    [InlineData("cycles_per_mac: 5", "cpu: .inf", "tiers-malformed", 5, "tiers[0].cpu", "number")]
    [InlineData("cycles_per_mac: 5", "cpu: 1e999", "tiers-out-of-range", 5, "tiers[0].cpu", "more than zero")]
    [InlineData("cycles_per_mac: 5", "host: ftp://x", "tiers-malformed", 5, "tiers[0].host", "http")]
    [InlineData("name: device", "name: 7", "tiers-missing", 3, "tiers[0].name", "name")]
    [InlineData("to: edge", "to: egde", "tier-unknown", 16, "links[1].to", "edge")]
    public void Parse_OneThingWrong_NamesFileLineAndPlace(string from, string to, string code, int line, string place, string remedy)
    {
        Assert.Contains(from, Good);
        IReadOnlyList<Problem> problems = Assert.Throws<InputException>(() => TiersFile.Parse(Good.Replace(from, to), "tiers.yaml")).Problems;
        Assert.Contains(problems, p => p.Code == code && p.Place == $"tiers.yaml:{line}: {place}" && p.Remedy.Contains(remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_SeveralThingsWrong_NamesAll() => Assert.Equal(
        4, Assert.Throws<InputException>(() => TiersFile.Parse(Good.Replace("up: 50Mbps", "up: 0Mbps").Replace("200MHz", "fast").Replace("power: 15W", "powr: 15").Replace("rtt: 12ms", "rtt: 12"), "t.yaml")).Problems.Count);

    [Fact]
    public void Parse_TierWithoutARoute_IsNamed()
    {
        string alone = Good.Replace("  - {from: edge, to: cloud, up: 1Mbps, down: 10Mbps, rtt: 40ms, down_price: 0.09USD/GB}\n", "");
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => TiersFile.Parse(alone, "t.yaml")).Problems);
        Assert.Equal(("tiers-no-route", "t.yaml: tier 'edge'"), (problem.Code, problem.Place.Replace("cloud", "edge")));
    }

    [Theory]
    [InlineData("a: &x [1, 2]\nb: *x", 1, "Anchors")]
    [InlineData("tiers:\n  - name: *x", 2, "Anchors")]
    [InlineData("a: &a [lol]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]", 1, "Anchors")]
    [InlineData("*x : 1", 1, "Anchors")]
    [InlineData("tiers: []\nlinks: []\ntiers: []", 3, "line 1")]
    [InlineData("tiers:\n\t- name: a", 2, "tab")]
    [InlineData("tiers: [", 1, "")]
    [InlineData("tiers: !!python/object x", 1, "Tags")]
    [InlineData("? [a, b]\n: 1", 1, "name")]
    [InlineData("tiers: []\n---\ntiers: []", 2, "second document")]
    public void Parse_WhatYamlMayNotHold_IsOneErrorWithItsLine(string yaml, int line, string says)
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => TiersFile.Parse(yaml, "t.yaml")).Problems);
        Assert.Equal("tiers-malformed", problem.Code);
        Assert.Contains(says, problem.Message);
        // Where a text breaks off, the end is as good a place as the beginning.
        Assert.InRange(int.Parse(Regex.Match(problem.Place, @"^t\.yaml:(\d+)$").Groups[1].Value), line, line + 1);
    }

    [Theory]
    [InlineData("[", 100_000, "t.yaml")]
    [InlineData("[", 100_000, "t.json")]
    [InlineData("{a: ", 100_000, "t.yaml")]
    [InlineData("- ", 10_000, "t.yaml")]
    public void Parse_DeepNesting_IsRefused(string step, int times, string name) =>
        Assert.Equal("tiers-malformed", Assert.Single(Assert.Throws<InputException>(() => TiersFile.Parse(string.Concat(Enumerable.Repeat(step, times)), name)).Problems).Code);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("- a\n- b\n")]
    [InlineData("just text")]
    [InlineData("\u0001")]
    public void Parse_NoObject_IsRefused(string yaml) => Assert.Contains(Assert.Throws<InputException>(() => TiersFile.Parse(yaml, "t.yaml")).Problems, p => p.Code == "tiers-malformed");

    [Fact]
    public void Parse_NameTwiceInJson_IsRefusedWithBothLines()
    {
        Problem problem = Assert.Single(Assert.Throws<InputException>(() => TiersFile.Parse("{\n\"tiers\": [],\n\"tiers\": []\n}", "t.json")).Problems);
        Assert.Equal(("t.json:3", true), (problem.Place, problem.Message.Contains("line 2", StringComparison.Ordinal)));
    }
}
