using System.Net;
using Fulcrum.Lab.Hosts;
using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Runtime.Diagnosis;
using Fulcrum.Stages.Links;

namespace Fulcrum.Lab.Emulation;

/// <summary>
/// Tiers brought up on this machine: a network namespace, CPU quota and memory limit for each, and links between neighbours; over loopback where namespaces cannot be had. Processes are started in it by their tier's command.
/// Nothing is left when it is disposed or its owner dies. Two beds do not disturb each other, but for sharing the machine. See docs/emulation.md.
/// </summary>
public sealed class TestBed : IAsyncDisposable
{
    private static readonly string[] Programs = ["ip", "tc", "nsenter"];
    private readonly FulcrumCommand _program;
    private readonly TestBedOptions _options;
    private readonly string _name = Owner.NewName();
    private readonly Cleaner? _cleaner;
    private readonly ResourceLimit?[] _limits;
    private readonly RemoteHost?[] _hosts;

    private TestBed(FulcrumCommand program, TierSystem system, TestBedOptions options)
    {
        (_program, System, _options, _limits) = (program, system, options, new ResourceLimit?[system.Tiers.Count]);
        _hosts = [.. system.Tiers.Select(t => t.Ssh is null ? null : new RemoteHost(t, options.SshClient))];
        _cleaner = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? Cleaner.Watch(_name) : null;
    }

    /// <summary>The tiers.</summary>
    public TierSystem System { get; }

    /// <summary>What stands for their network.</summary>
    public TestBedKind Kind => LoopbackReason is null ? TestBedKind.Namespaces : TestBedKind.Loopback;

    /// <summary>Why it is loopback; null for namespaces.</summary>
    public string? LoopbackReason { get; private set; } = "not started";

    /// <summary>Limits of tiers that cannot be set here, in words: their processes run without them.</summary>
    public IReadOnlyList<string> NotLimited => [.. System.Tiers.SelectMany((t, i) => _limits[i]?.Refused.Select(r => $"{t.Name}: {r}") ?? [])];

    /// <summary>Brings tiers up, after clearing what dead owners left.</summary>
    /// <param name="program">This program.</param>
    /// <param name="system">The tiers.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <param name="cancellation">Takes everything down again.</param>
    /// <exception cref="InputException"><c>tier-host</c>: a real machine before an emulated one, or without an address; <c>tier-ssh</c>, <c>tier-program</c>, <c>tier-version</c>: one that this program cannot be started on.</exception>
    public static async Task<TestBed> StartAsync(FulcrumCommand program, TierSystem system, TestBedOptions? options, CancellationToken cancellation)
    {
        RealTiers.Check(system);
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
            await Cleaner.SweepAsync(cancellation).ConfigureAwait(false);
        var bed = new TestBed(program, system, options ?? new TestBedOptions());
        try
        {
            foreach (RemoteHost host in bed._hosts.OfType<RemoteHost>())
                await host.CheckAsync(cancellation).ConfigureAwait(false);
            bed.LoopbackReason = bed.WhyNoNamespaces() ?? await bed.ConnectAsync(cancellation).ConfigureAwait(false);
            for (int t = 0; t < system.Tiers.Count; t++)
                bed._limits[t] = bed.Limit(system.Tiers[t], t);
            return bed;
        }
        catch
        {
            await bed.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>How to start this program on a tier: here, or there by ssh.</summary>
    public FulcrumCommand Command(string tier) => Remote(tier)?.Command ?? Inside(tier, _program);

    /// <summary>Where a tier of this machine listens, for the tier before it.</summary>
    public IPAddress Address(string tier) => Kind == TestBedKind.Namespaces ? NetworkSteps.Address(IndexOf(tier)) : IPAddress.Loopback;

    /// <summary>Arguments of `serve`, `device` and `profile` on a tier that imitate what the kernel does not of its link to the next; none for the last tier and before a real machine.</summary>
    public IReadOnlyList<string> LinkArguments(string from) => Shape(from) is LinkShape shape ? ["--link", LinkText.Write(shape)] : [];

    /// <summary>Why a process of a tier may have ended; null when nothing is known.</summary>
    public string? Blame(string tier) => _limits[IndexOf(tier)] is { RanOutOfMemory: true } && MemoryLimit(System.Find(tier)) is long limit
        ? $"Tier '{tier}' wanted more memory than its limit of {limit >> 20} MiB ({(limit - _options.ProgramBytes) >> 20} MiB of the tier, {_options.ProgramBytes >> 20} MiB for the program) and was killed."
        : null;

    /// <summary>The tiers that are machines of their own, and what those reached by ssh say of themselves; a second or so for each.</summary>
    /// <exception cref="ChildProcessException">One could not say.</exception>
    public async Task<IReadOnlyList<RealMachine>> DescribeAsync(CancellationToken cancellation)
    {
        var machines = new List<RealMachine>();
        foreach ((Tier tier, RemoteHost? host) in System.Tiers.Zip(_hosts).Where(t => t.First.IsReal))
            machines.Add(new RealMachine(tier.Name, host?.Version, host is null ? null : await host.FactsAsync(cancellation).ConfigureAwait(false)));
        return machines;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_cleaner is not null)
            await _cleaner.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>How to start any program on a tier.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="program">The program.</param>
    /// <param name="isLimited">Whether the tier's CPU quota and memory limit hold it, besides its network.</param>
    internal FulcrumCommand Inside(string tier, FulcrumCommand program, bool isLimited = true)
    {
        int index = IndexOf(tier);
        return Confinement.Wrap(program, isLimited ? _limits[index]?.ProcessFiles ?? [] : [], Kind == TestBedKind.Namespaces ? NetworkSteps.SpaceFile(NetworkSteps.Space(_name, index)) : null);
    }

    /// <summary>The machine of a tier where it is reached by ssh; null otherwise.</summary>
    internal RemoteHost? Remote(string tier) => _hosts[IndexOf(tier)];

    /// <summary>Where a process of a tier listens.</summary>
    internal ListenPlace Place(string tier) => Remote(tier) is null ? new ListenPlace(Address(tier)) : new ListenPlace(System.Find(tier).Host!);

    /// <summary>The same for this program without the limits.</summary>
    internal FulcrumCommand Unlimited(string tier) => Inside(tier, _program, isLimited: false);

    /// <summary>What of a tier's link to the next is imitated in the transport; null: nothing.</summary>
    internal LinkShape? Shape(string from)
    {
        int index = IndexOf(from);
        if (index >= System.Links.Count || System.Tiers[index + 1].IsReal)
            return null;
        TierLink link = System.Links[index];
        return new LinkShape(link.UpBitsPerSecond, link.DownBitsPerSecond, TimeSpan.FromSeconds(link.RttSeconds))
        {
            Jitter = link.Jitter.Shape == JitterShape.None ? default : new LinkJitter(link.Jitter.P50, link.Jitter.P99, link.Jitter.Shape == JitterShape.Normal),
            Loss = link.Loss,
            Seed = unchecked(_options.Seed + (7919 * index)),
            KernelHoldsRates = Kind == TestBedKind.Namespaces,
        };
    }

    private string? WhyNoNamespaces()
    {
        if (!_options.UseNamespaces)
            return "asked for";
        if (!OperatingSystem.IsLinux())
            return "network namespaces are Linux's";
        if (!Environment.IsPrivilegedProcess)
            return "network namespaces need root";
        if (System.Tiers.FirstOrDefault(t => t.IsReal) is Tier host)
            return $"tier '{host.Name}' is a real machine, which namespaces have no way to";
        if (System.Links.Count > NetworkSteps.MostLinks)
            return $"there are more than {NetworkSteps.MostLinks} links";
        return Programs.FirstOrDefault(t => !Tools.Has(t)) is string missing ? $"the program '{missing}' is missing" : null;
    }

    /// <summary>Makes the network; null, or why that failed, with nothing left of it.</summary>
    private async Task<string?> ConnectAsync(CancellationToken cancellation)
    {
        foreach (Step step in NetworkSteps.Of(System, _name))
        {
            if (await Tools.RunAsync(step, cancellation).ConfigureAwait(false) is not string failure)
                continue;
            await Cleaner.RemoveAsync(_name).ConfigureAwait(false);
            return failure;
        }

        return null;
    }

    private ResourceLimit? Limit(Tier tier, int index) => !tier.IsReal && OperatingSystem.IsLinux() ? ResourceLimit.Create(NetworkSteps.Space(_name, index), tier.Cores, MemoryLimit(tier)) : null;

    private long? MemoryLimit(Tier tier) => tier.MemoryBytes < long.MaxValue / 2 ? checked((long)tier.MemoryBytes + _options.ProgramBytes) : null;

    private int IndexOf(string tier)
    {
        Tier found = System.Find(tier);
        return Enumerable.Range(0, System.Tiers.Count).First(t => ReferenceEquals(System.Tiers[t], found));
    }
}
