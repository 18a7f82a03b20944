using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fulcrum.Server;
using Fulcrum.Server.Tests;
using Microsoft.Playwright;

namespace Fulcrum.Dashboard.Tests;

/// <summary>What the page shows, and that everybody can read it.</summary>
public sealed class PageTests(Chromium chromium, PlannedRepository repository) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fulcrum-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_OfARepository_HasNoViolationsAndNoComplaints(ColorScheme scheme)
    {
        await using FulcrumServer server = await ServedPages.Repository(repository);
        await using (OpenPage empty = await (await OpenPage.Open(chromium, server.Urls[0], scheme)).Live())
        {
            Assert.Empty(await empty.Violations());
            await Assertions.Expect(empty.Tab.Locator("#devices")).ToContainTextAsync("No device has reported yet");
            await Assertions.Expect(empty.Tab.Locator("#devices pre")).ToContainTextAsync("fulcrum device");
            Assert.Empty(empty.Complaints);
        }

        await ServedPages.Use(server.Urls[0]);
        await using OpenPage page = await (await OpenPage.Open(chromium, server.Urls[0], scheme)).Live();
        await Assertions.Expect(page.Tab.Locator("#latency svg")).ToBeVisibleAsync();
        Assert.Empty(await page.Violations());
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_OfAPlan_HasNoViolationsAndNoComplaints(ColorScheme scheme)
    {
        await using StageServer server = await ServedPages.Plan(_folder);
        await using OpenPage page = await (await OpenPage.Open(chromium, server.Urls[0], scheme)).Live();
        await Assertions.Expect(page.Tab.Locator("#plans")).ToContainTextAsync("Two parts, the first on the device.");
        await Assertions.Expect(page.Tab.Locator("#front svg")).ToBeVisibleAsync();
        Assert.Empty(await page.Violations());
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Numbers_OnThePage_AreThoseOfTheApi()
    {
        await using FulcrumServer server = await ServedPages.Repository(repository);
        await ServedPages.Use(server.Urls[0]);
        await using OpenPage page = await (await OpenPage.Open(chromium, server.Urls[0])).Live();
        using var http = new HttpClient { BaseAddress = server.Urls[0] };
        JsonNode model = (await http.GetFromJsonAsync<JsonNode>("fulcrum/v1/plans"))!["models"]![0]!, cuts = (await http.GetFromJsonAsync<JsonNode>("fulcrum/v1/models/mlp/cuts"))!["parts"]![0]!["cuts"]!;

        string[][] bits = await Cells(page, "#bits table");
        JsonNode[] shown = [.. model["patterns"]!.AsArray().Where(p => (double)p!["level"]! == 5).Select(p => p!)];
        Assert.Equal(shown.Select(p => string.Join(' ', p["weight_bits"]!.AsArray().Select(b => (int)b!))), bits.Select(r => string.Join(' ', r[1..^1].Where(c => c.Length > 0))));
        Assert.Equal(shown.SkipLast(1).Select(p => $"{(int)p["cut_bits"]!}"), bits.SkipLast(1).Select(r => r[^1]));

        string[][] map = await Cells(page, "#cuts table");
        Assert.Equal(cuts.AsArray().Select(c => (string)c!["name"]!), map.Select(r => r[1]));
        Assert.Equal("3.14 kB", map[0][2]);
        Assert.Equal(3136, (long)cuts[0]!["bytes"]!);

        string[] device = (await Cells(page, "#devices table"))[0];
        Assert.Equal(("camera-12", "mlp", "cut 1, level 5", "400", "20", "7.5 ms", "15 ms", "81 %"), (device[0], device[2], device[3], device[4], device[5], device[6], device[7], device[8]));
        Assert.Equal("device to server: 2.5 Mbit/s, 4.2 ms round trip", device[9]);
        Assert.Equal(["camera-12", "400", "12", "3 %", "deadline 12"], (await Cells(page, "#fallbacks table"))[0]);
        Assert.Equal(["model-unknown", "1"], (await Cells(page, "#server-part table"))[0]);

        JsonNode mlp = (await http.GetFromJsonAsync<JsonNode>("fulcrum/v1/latency"))!["subjects"]![0]!;
        await Assertions.Expect(page.Tab.Locator("#latency > .body > .scroll caption")).ToHaveTextAsync($"mlp: {(int)mlp["requests"]!} requests of the last 120 seconds, {(int)mlp["recorded"]!} since the start");
        string[][] front = await Cells(page, "#front table");
        Assert.Equal(model["patterns"]!.AsArray().Select(p => (bool)p!["on_front"]! ? "yes" : "no"), front.Select(r => r[3]));
    }

    [Fact]
    public async Task Level_ThatIsChosen_IsFollowedEverywhere()
    {
        await using FulcrumServer server = await ServedPages.Repository(repository);
        await using OpenPage page = await (await OpenPage.Open(chromium, server.Urls[0])).Live();
        await page.Tab.Locator("#level").FocusAsync();
        await page.Tab.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(page.Tab.Locator("#bits .quiet")).ToContainTextAsync("at no loss");
        Assert.All(await Cells(page, "#bits table"), row => Assert.All(row[1..].Where(c => c.Length > 0), cell => Assert.Equal("32", cell)));
        Assert.Equal("level", await page.Tab.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [Fact]
    public async Task Names_ThatAreMarkup_AreShownAsText()
    {
        await using FulcrumServer server = await ServedPages.Repository(repository);
        const string Name = "<img src=x onerror=alert(1)>";
        await ServedPages.Use(server.Urls[0], 1, Name);
        await using OpenPage page = await (await OpenPage.Open(chromium, server.Urls[0])).Live();
        Assert.Equal(Name, (await Cells(page, "#devices table"))[0][0]);
        Assert.Equal(0, await page.Tab.Locator("main img").CountAsync());
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(360, 740, 1)]
    [InlineData(640, 450, 2)]
    public async Task Page_NarrowOrAt200Percent_NeedsNoScrollingSideways(int width, int height, float scale)
    {
        await using FulcrumServer server = await ServedPages.Repository(repository);
        await ServedPages.Use(server.Urls[0]);
        await using OpenPage page = await (await OpenPage.Open(chromium, server.Urls[0], ColorScheme.Light, width, height, scale)).Live();
        await page.Tab.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
        Assert.True(await page.Tab.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width);
        Assert.Empty(await page.Violations());
    }

    private static async Task<string[][]> Cells(OpenPage page, string table) =>
        await page.Tab.Locator(table).First.EvaluateAsync<string[][]>("t => [...t.tBodies[0].rows].map(r => [...r.cells].map(c => c.textContent))");
}
