using System.Reflection;
using System.Text;
using System.Text.Json;
using Fulcrum.Lab.Processes;
using Fulcrum.Planning.Tiers;
using Fulcrum.Problems;
using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Lab.Hosts;

/// <summary>A real machine that plays a tier: this program is started there by ssh, with the files that it needs.</summary>
internal sealed class RemoteHost
{
    private const int NoProgram = 127;
    private readonly SshClient _ssh;
    private readonly Tier _tier;
    private readonly Dictionary<string, string> _there = [];

    /// <summary>The machine of a tier.</summary>
    /// <param name="tier">The tier; its <see cref="Tier.Ssh"/> is not null.</param>
    /// <param name="client">The ssh client.</param>
    public RemoteHost(Tier tier, string client)
    {
        string where = $"tier '{tier.Name}', {tier.Ssh}";
        (_tier, _ssh) = (tier, new SshClient(client, tier.Ssh!, where));
        Command = new FulcrumCommand(tier.Program, []) { Way = _ssh.Way, Where = where };
    }

    /// <summary>How to start this program there.</summary>
    public FulcrumCommand Command { get; }

    /// <summary>What the program there calls itself, once it was asked.</summary>
    public string Version { get; private set; } = "";

    private static string Own => typeof(RemoteHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>Asks whether the program is there and is this one.</summary>
    /// <exception cref="InputException"><c>tier-ssh</c>, <c>tier-program</c>, <c>tier-version</c>.</exception>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        SshResult result = await _ssh.RunAsync(HostScripts.Version, [_tier.Program], null, cancellation).ConfigureAwait(false);
        if (result.Code == NoProgram)
            throw new InputException("tier-program", Command.Where!, $"There is no program {_tier.Program} there.", "Copy Fulcrum there and say where it is with \"program\".");
        if (result.Code != 0)
            throw new InputException("tier-program", Command.Where!, $"{_tier.Program} does not run there: {result.LastError}", "Copy the build for that machine's processor and system there (deploy/README.md).");
        string version = result.Output.Trim();
        if (version.Contains('\n', StringComparison.Ordinal))
            throw new InputException("tier-program", Command.Where!, $"Something prints text of its own there: {Printable.Of(version.Split('\n')[0], 80)}", "Let the login shell's files print nothing where nobody sits, or name the program itself.");
        Version = Printable.Of(version, 80);
        if (Release(Version) != Release(Own))
            throw new InputException("tier-version", Command.Where!, $"{_tier.Program} there is version {Version}, and this is {Release(Own)}.", "Use the same version on all machines.");
    }

    /// <summary>What the machine is.</summary>
    /// <exception cref="ChildProcessException">It could not say.</exception>
    public async Task<MachineFacts> FactsAsync(CancellationToken cancellation)
    {
        string printed = await ChildProcess.RunAsync(Command, "doctor", [], null, cancellation).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(printed, HostJson.Default.DoctorAnswer)?.Machine ?? throw new JsonException("There is no machine in it.");
        }
        catch (JsonException failure)
        {
            throw new ChildProcessException("doctor", Command.Said($"its answer cannot be read: {failure.Message}"));
        }
    }

    /// <summary>Brings files there that are not there yet, all of them or none. What this object has seen there is not asked for again.</summary>
    /// <returns>Their folder there, and how many bytes were sent.</returns>
    /// <exception cref="InputException"><c>tier-files</c>, <c>tier-ssh</c>.</exception>
    public async Task<(string Folder, long Bytes)> SendAsync(SentFiles files, CancellationToken cancellation)
    {
        if (_there.TryGetValue(files.Sha256, out string? seen))
            return (seen, 0);
        SshResult asked = await _ssh.RunAsync(HostScripts.Ask, [files.Sha256], stream => stream.Write(Encoding.UTF8.GetBytes(files.List)), cancellation).ConfigureAwait(false);
        string[] answers = Lines(asked);
        if (FolderIn(answers) is string folder)
            return (_there[files.Sha256] = folder, 0);
        HashSet<string> missing = [.. answers.Where(a => a.StartsWith("missing ", StringComparison.Ordinal)).Select(a => a[8..])];
        SshResult sent = await _ssh.RunAsync(HostScripts.Send, [files.Sha256], stream => files.Write(stream, missing), cancellation).ConfigureAwait(false);
        return (_there[files.Sha256] = FolderIn(Lines(sent)) ?? throw NotSent(sent), files.BytesOf(missing));
    }

    private static string? FolderIn(string[] lines) => lines.FirstOrDefault(l => l.StartsWith("there /", StringComparison.Ordinal))?[6..];

    private static string Release(string version) => version.Split('+')[0];

    private string[] Lines(SshResult result) => result.Code == 0 ? result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw NotSent(result);

    private InputException NotSent(SshResult result) => new("tier-files", Command.Where!, $"Files cannot be kept there: {result.LastError}", "Make room and let its user write to ~/.cache/fulcrum; sh, tar, mktemp and sha256sum have to be there.");
}
