using System.Globalization;
using Fulcrum.Lab.Emulation;
using Fulcrum.Lab.Hosts;
using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Protocol.Contracts;

namespace Fulcrum.Lab.Deployments;

/// <summary>The tiers of one deployment, started from the last to the first.</summary>
/// <param name="bed">Where.</param>
/// <param name="options">What.</param>
internal sealed class RunningTiers(TestBed bed, DeploymentOptions options) : IAsyncDisposable
{
    private const string Raw = "raw", Shown = "token-file", LetIn = "tokens";
    private readonly List<ServerProcess> _servers = [];
    private Uri? _next;
    private BearerToken? _nextToken;

    /// <summary>Bytes that had to be brought to real machines.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Serves the tier before those that run, unless that is done already.</summary>
    public async Task ServeAsync(int index, CancellationToken cancellation)
    {
        Tier tier = bed.System.Tiers[index];
        if (tier is { Host: Uri host, Ssh: null })
        {
            (_next, _nextToken) = (host, null);
            return;
        }

        BearerToken? own = tier.Ssh is null ? null : BearerToken.New("deployment", isOperator: false);
        string folder = await PlanAsync(index, cancellation).ConfigureAwait(false);
        FulcrumCommand command = RunFolder.Around(bed.Command(tier.Name), [.. own is null ? [] : new[] { (LetIn, own.Line) }, .. Showing], []);
        ServerProcess server = await ServerProcess.StartAsync(command, ["--plan", folder, "--tier", tier.Name, .. Common(tier)], bed.Place(tier.Name), cancellation).ConfigureAwait(false);
        _servers.Add(server);
        (_next, _nextToken) = (server.Url, own);
    }

    /// <summary>Runs the first tier to its end.</summary>
    /// <returns>Its report.</returns>
    public async Task<string> DeviceAsync(IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        Tier tier = bed.System.Tiers[0];
        bool fetches = tier.Ssh is not null && options.Raw is not null;
        string folder = await PlanAsync(0, cancellation).ConfigureAwait(false), data = await DataAsync(tier, cancellation).ConfigureAwait(false);
        string[] arguments =
        [
            "--plan", folder, "--data", data, "--requests", Text(options.Requests), "--warmup", Text(options.Warmup), "--in-flight", Text(options.InFlight),
            .. options.Raw is string raw && !fetches ? ["--raw", raw] : Array.Empty<string>(), .. Common(tier),
        ];
        FulcrumCommand command = RunFolder.Around(bed.Command(tier.Name), Showing, fetches ? [Raw] : []);
        string printed = await ChildProcess.RunAsync(command, "device", arguments, progress, cancellation).ConfigureAwait(false);
        if (!fetches)
            return printed;
        (string report, IReadOnlyList<string> made) = RunFolder.Split(printed);
        AtomicFile.WriteText(options.Raw!, made.Count == 1 ? made[0] : throw new ChildProcessException("device", command.Said("the times of its requests did not come back")));
        return report;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (ServerProcess server in _servers)
            await server.DisposeAsync().ConfigureAwait(false);
    }

    private (string Option, string Line)[] Showing => _nextToken is null ? [] : [(Shown, _nextToken.Secret)];

    private async Task<string> PlanAsync(int index, CancellationToken cancellation) => bed.Remote(bed.System.Tiers[index].Name) is RemoteHost host
        ? await SendAsync(host, TierFiles.OfPlan(options.Folder, index), cancellation).ConfigureAwait(false)
        : options.Folder;

    private async Task<string> DataAsync(Tier tier, CancellationToken cancellation)
    {
        if (bed.Remote(tier.Name) is not RemoteHost host)
            return options.Data;
        (SentFiles files, string? entry) = TierFiles.OfData(options.Data);
        string folder = await SendAsync(host, files, cancellation).ConfigureAwait(false);
        return entry is null ? folder : $"{folder}/{entry}";
    }

    private async Task<string> SendAsync(RemoteHost host, SentFiles files, CancellationToken cancellation)
    {
        (string folder, long bytes) = await host.SendAsync(files, cancellation).ConfigureAwait(false);
        SentBytes = checked(SentBytes + bytes);
        return folder;
    }

    private IEnumerable<string> Common(Tier tier) =>
    [
        "--threads", Text(options.Threads), .. options.SessionPerRequest ? ["--session-per-request"] : Array.Empty<string>(),
        "--slowdown", Text(tier.Slowdown),
        .. _next is null ? [] : (string[])["--next", _next.ToString(), .. bed.LinkArguments(tier.Name)],
    ];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
