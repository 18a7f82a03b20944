using Fulcrum.Protocol.Contracts;
using Fulcrum.Server;
using Fulcrum.Server.Access;
using Fulcrum.Server.Tests;
using Microsoft.Playwright;

namespace Fulcrum.Dashboard.Tests;

/// <summary>Servers that go away, and servers that ask who calls.</summary>
public sealed class ConnectionTests(Chromium chromium, PlannedRepository repository)
{
    [Fact]
    public async Task Server_ThatIsGone_IsSaidAndWhenItIsBackSeenAgain()
    {
        FulcrumServer first = await ServedPages.Repository(repository);
        Uri address = first.Urls[0];
        await using OpenPage page = await (await OpenPage.Open(chromium, address)).Live();
        await first.DisposeAsync();
        await Assertions.Expect(page.Tab.Locator("#state")).ToContainTextAsync("The server does not answer", new() { Timeout = 15_000 });
        await Assertions.Expect(page.Tab.Locator("#bits table").First).ToBeVisibleAsync();
        await using FulcrumServer second = await ServedPages.Repository(repository, address.ToString());
        await ServedPages.Use(address, 2);
        await Assertions.Expect(page.Tab.Locator("#state")).ToHaveTextAsync("Live", new() { Timeout = 15_000 });
        await Assertions.Expect(page.Tab.Locator("#devices table").First).ToContainTextAsync("camera-12");
    }

    [Fact]
    public async Task Server_ThatAsksWhoCalls_IsToldATokenThatThisTabKeeps()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("fulcrum-page-tokens-").FullName, "tokens");
        (string device, string first) = BearerToken.New("camera", isOperator: false);
        (string ops, string second) = BearerToken.New("ops", isOperator: true);
        File.WriteAllLines(file, [first, second]);
        await using FulcrumServer server = await FulcrumServer.StartAsync(new ServerOptions { Repository = repository.Folder, Url = "http://127.0.0.1:0", Access = new AccessOptions { Tokens = file } });
        await using OpenPage page = await OpenPage.Open(chromium, server.Urls[0]);
        await Assertions.Expect(page.Tab.Locator("#ask")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        Assert.Equal("token", await page.Tab.EvaluateAsync<string>("() => document.activeElement.id"));
        Assert.Empty(page.Complaints);
        Assert.Empty(await page.Violations());

        await Give(page, "wrong");
        await Assertions.Expect(page.Tab.Locator("#ask-why")).ToContainTextAsync("not known here");
        await Give(page, device);
        await Assertions.Expect(page.Tab.Locator("#ask-why")).ToContainTextAsync("for operators");
        await Give(page, ops);
        await page.Live();
        await Assertions.Expect(page.Tab.Locator("#bits table").First).ToBeVisibleAsync();
        Assert.Equal((1, 0, ""), (await page.Tab.EvaluateAsync<int>("() => sessionStorage.length"), await page.Tab.EvaluateAsync<int>("() => localStorage.length"), await page.Tab.EvaluateAsync<string>("() => document.cookie")));
        Assert.DoesNotContain(ops, await page.Tab.ContentAsync());
    }

    private static async Task Give(OpenPage page, string token)
    {
        await page.Tab.Keyboard.TypeAsync(token);
        await page.Tab.Keyboard.PressAsync("Enter");
    }
}
