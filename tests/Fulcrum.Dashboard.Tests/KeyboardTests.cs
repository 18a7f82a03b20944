using Fulcrum.Server;
using Fulcrum.Server.Tests;
using Microsoft.Playwright;

namespace Fulcrum.Dashboard.Tests;

/// <summary>The page without a mouse.</summary>
public sealed class KeyboardTests(Chromium chromium, PlannedRepository repository)
{
    private const string Where = "() => { const e = document.activeElement; return e === document.body ? '' : (e.tagName + ' ' + (e.id || e.getAttribute('aria-label') || e.textContent)).slice(0, 120); }";

    [Fact]
    public async Task Tab_ThroughThePage_ReachesEverythingAndShowsWhereItIs()
    {
        await using FulcrumServer server = await ServedPages.Repository(repository);
        await ServedPages.Use(server.Urls[0]);
        await using OpenPage page = await (await OpenPage.Open(chromium, server.Urls[0])).Live();
        int all = await page.Tab.EvaluateAsync<int>("() => [...document.querySelectorAll('a[href],select,summary,[tabindex=\"0\"],button,input')].filter(e => e.checkVisibility()).length");
        List<string> reached = [];
        for (int i = 0; i < all + 40; i++)
        {
            await page.Tab.Keyboard.PressAsync("Tab");
            string here = await page.Tab.EvaluateAsync<string>(Where);
            if (here.Length == 0)
                break;
            reached.Add(here);
            Assert.True(await page.Tab.EvaluateAsync<bool>("() => parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2"), here);
            if (here.StartsWith("SUMMARY", StringComparison.Ordinal))
            {
                await page.Tab.Keyboard.PressAsync("Enter");
                Assert.True(await page.Tab.EvaluateAsync<bool>("() => document.activeElement.parentElement.open"), here);
            }
        }

        Assert.Equal("A Skip to the content", reached[0]);
        Assert.True(reached.Count >= all, $"{reached.Count} of {all} reached");
        foreach (string part in new[] { "Server", "Devices", "Plans", "Pareto front", "Cut map", "Bits per layer", "Latency by phase", "Fallbacks" })
            Assert.Contains($"A {part}", reached);
        Assert.Contains("SELECT level", reached);
        Assert.Contains("DIV mlp: what crosses and what runs before each cut, along depth", reached);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Enter_OnTheSkipLinkAndOnAPart_MovesThere()
    {
        await using FulcrumServer server = await ServedPages.Repository(repository);
        await using OpenPage page = await (await OpenPage.Open(chromium, server.Urls[0])).Live();
        await page.Tab.Keyboard.PressAsync("Tab");
        await page.Tab.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.Tab.EvaluateAsync<string>("() => document.activeElement.id"));
        await page.Tab.GetByRole(AriaRole.Link, new() { Name = "Bits per layer" }).FocusAsync();
        await page.Tab.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Tab.Locator("#bits h2")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Details_ThatAreOpen_StayOpenAndKeepTheFocusWhileFiguresChange()
    {
        await using FulcrumServer server = await ServedPages.Repository(repository);
        await ServedPages.Use(server.Urls[0]);
        await using OpenPage page = await (await OpenPage.Open(chromium, server.Urls[0])).Live();
        ILocator summary = page.Tab.Locator("#latency summary");
        await summary.FocusAsync();
        await page.Tab.Keyboard.PressAsync("Enter");
        string before = await page.Tab.EvaluateAsync<string>(Where);
        await ServedPages.Use(server.Urls[0], 3);
        await Assertions.Expect(page.Tab.Locator("#latency > .body > .scroll caption")).ToContainTextAsync("10 since the start", new() { Timeout = 15_000 });
        Assert.True(await page.Tab.Locator("#latency details").First.EvaluateAsync<bool>("d => d.open"));
        Assert.Equal(before, await page.Tab.EvaluateAsync<string>(Where));
    }
}
