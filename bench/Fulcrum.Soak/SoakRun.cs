using System.Diagnostics;
using System.Globalization;

namespace Fulcrum.Soak;

/// <summary>Requests and reloads side by side, with both processes looked at now and then.</summary>
/// <param name="site">What is served.</param>
/// <param name="options">How long.</param>
/// <param name="show">Takes rows of the table.</param>
public sealed class SoakRun(SoakSite site, SoakOptions options, Action<string> show)
{
    private static readonly string[] Asked = ["steady", "steady", "reloaded"];
    private long _requests, _reloads, _away;

    /// <summary>Runs.</summary>
    /// <returns>What grew beyond its bound; empty when nothing did.</returns>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        var watch = Stopwatch.StartNew();
        long each = options.Requests / 4;
        Task[] work =
        [
            .. Asked.Select(name => Task.Run(() => Ask(site.Model(name), each))), Task.Run(() => Ask(site.Device(), options.Requests - (3 * each))), Task.Run(ReloadAsync),
        ];
        List<SoakSample> models = [], tier = [];
        show("| process | requests | reloads | s | RSS MiB | private MiB | handles | threads |");
        show("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (int taken = 0; taken < options.Samples;)
        {
            await Task.WhenAny(Task.WhenAll(work), Task.Delay(50)).ConfigureAwait(false);
            if (work.FirstOrDefault(t => t.IsFaulted) is Task failed)
                await failed.ConfigureAwait(false);
            if (Progress() * options.Samples < taken + 1 && !work.All(t => t.IsCompleted))
                continue;
            models.Add(SoakSample.Of(site.Repository.Id, _requests, _reloads, watch.Elapsed.TotalSeconds));
            tier.Add(SoakSample.Of(site.Tier.Id, _requests, _reloads, watch.Elapsed.TotalSeconds));
            taken++;
            show($"| models {models[^1]}");
            show($"| tier {tier[^1]}");
        }

        await Task.WhenAll(work).ConfigureAwait(false);
        show(string.Create(CultureInfo.InvariantCulture, $"{_requests} requests, {_reloads} reloads, {_away} answers that the model was not there, {watch.Elapsed.TotalSeconds:0} s"));
        return [.. Grown("models", models), .. Grown("tier", tier)];
    }

    /// <summary>The part of the slower of both kinds of work that is done.</summary>
    private double Progress() => Math.Min((double)Interlocked.Read(ref _requests) / options.Requests, options.Reloads == 0 ? 1 : (double)Interlocked.Read(ref _reloads) / options.Reloads);

    private IEnumerable<string> Grown(string process, List<SoakSample> samples)
    {
        foreach ((string what, Func<SoakSample, double> value, double most) in new (string, Func<SoakSample, double>, double)[] { ("private MiB", s => s.PrivateMiB, options.MostMiB), ("handles", s => s.Handles, options.MostHandles), ("threads", s => s.Threads, options.MostHandles) })
        {
            double rise = Trend.Of([.. samples.Select(value)]).Rise;
            show(string.Create(CultureInfo.InvariantCulture, $"{process}: {what} rise by {rise:0.00} over the second half, {most} may be"));
            if (rise > most)
                yield return $"{process}: {what}";
        }
    }

    private void Ask(SoakClient client, long count)
    {
        using (client)
        {
            for (long i = 0; i < count; i++)
            {
                if (!client.Ask())
                    Interlocked.Increment(ref _away);
                Interlocked.Increment(ref _requests);
            }
        }
    }

    private async Task ReloadAsync()
    {
        using var http = new HttpClient { BaseAddress = site.RepositoryUrl };
        for (int i = 0; i < options.Reloads; i++)
        {
            // Every third is gone for a moment, the others are swapped.
            foreach (string what in i % 3 == 0 ? (string[])["unload", "load"] : ["load"])
                (await http.PostAsync(new Uri($"v2/repository/models/reloaded/{what}", UriKind.Relative), null).ConfigureAwait(false)).EnsureSuccessStatusCode().Dispose();
            Interlocked.Increment(ref _reloads);
        }
    }
}
