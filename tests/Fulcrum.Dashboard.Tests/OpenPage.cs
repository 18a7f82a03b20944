using Microsoft.Playwright;

namespace Fulcrum.Dashboard.Tests;

/// <summary>The dashboard in a tab of its own, with what the console said.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private OpenPage(IBrowserContext context, IPage tab) => (_context, Tab) = (context, tab);

    public IPage Tab { get; }

    /// <summary>Errors and warnings of the console, scripts that failed, and requests to anywhere but the server.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<OpenPage> Open(Chromium chromium, Uri server, ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 900, float scale = 1)
    {
        IBrowserContext context = await chromium.Browser.NewContextAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = width, Height = height }, DeviceScaleFactor = scale });
        IPage tab = await context.NewPageAsync();
        var page = new OpenPage(context, tab);
        tab.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                page.Complaints.Add($"{message.Type}: {message.Text}");
        };
        tab.PageError += (_, error) => page.Complaints.Add(error);
        tab.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.ToString(), StringComparison.Ordinal))
                page.Complaints.Add($"asks {request.Url}");
        };
        await tab.GotoAsync(server.ToString());
        return page;
    }

    /// <summary>Waits until everything is drawn.</summary>
    public async Task<OpenPage> Live()
    {
        await Assertions.Expect(Tab.Locator("#state")).ToHaveTextAsync("Live", new() { Timeout = 20_000 });
        await Assertions.Expect(Tab.Locator("#cuts .body > *").First).ToBeVisibleAsync();
        await Assertions.Expect(Tab.Locator("#cuts")).Not.ToContainTextAsync("Looking for cuts", new() { Timeout = 20_000 });
        return this;
    }

    /// <summary>What axe finds, each with the first element that offends; everything is opened first.</summary>
    public async Task<string[]> Violations()
    {
        await Tab.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => d.open = true)");
        await Tab.EvaluateAsync(Chromium.Axe + "; undefined");
        return await Tab.EvaluateAsync<string[]>("async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations.map(v => `${v.id}: ${v.help}: ${v.nodes[0].html} ${v.nodes[0].failureSummary}`)");
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
