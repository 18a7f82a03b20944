using Fulcrum.Soak;

namespace Fulcrum.Faults.Tests;

/// <summary>A short soak: bench/soak/run.sh is the long one, with narrower bounds.</summary>
public sealed class SoakTests
{
    [Fact]
    public async Task Servers_ManyRequestsAndReloads_StayAsTheyAre()
    {
        using var site = new SoakSite();
        var told = new List<string>();
        IReadOnlyList<string> grown = await new SoakRun(site, new SoakOptions(8000, 60, 16, MostMiB: 40, MostHandles: 12), told.Add).RunAsync();
        Assert.True(grown.Count == 0, string.Join('\n', told));
        Assert.StartsWith("8000 requests, 60 reloads", told.Single(t => t.Contains("requests, ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Trend_OfTheSecondHalf_IsItsRise()
    {
        Assert.Equal(30, Trend.Of([0, 50, 0, 50, 10, 20, 30, 40]).Rise, 9);
        Assert.Equal(0, Trend.Of([1, 2, 3, 4, 5, 5, 5, 5]).Rise, 9);
    }
}
