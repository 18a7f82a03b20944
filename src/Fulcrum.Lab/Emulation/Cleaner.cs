using System.Diagnostics;
using Fulcrum.Lab.Processes;

namespace Fulcrum.Lab.Emulation;

/// <summary>
/// Takes away what a bed made: kills what runs in its groups and namespaces, then removes those. One script does it on every path: a watchdog runs it when the pipe from its owner breaks, which is how a bed ends normally too,
/// and every start runs it for owners that no longer live.
/// </summary>
internal sealed class Cleaner : IAsyncDisposable
{
    // $1: wait or now; then names. Processes of other process namespaces show as 0: never killed.
    private const string Script = """
        trap '' INT TERM HUP
        clean() {
          round=0
          while [ $round -lt 250 ]; do
            for file in $(find /sys/fs/cgroup -path "*/$1-*" -name cgroup.procs 2>/dev/null); do
              while read -r pid; do [ "$pid" -gt 1 ] && kill -9 "$pid"; done < "$file"
            done
            for space in /run/netns/"$1"-*; do
              [ -e "$space" ] || continue
              for pid in $(ip netns pids "${space##*/}"); do [ "$pid" -gt 1 ] && kill -9 "$pid"; done
              ip netns del "${space##*/}"
            done
            find /sys/fs/cgroup -depth -type d -name "$1-*" -exec rmdir {} \;
            left=$(find /sys/fs/cgroup /run/netns -name "$1-*" 2>/dev/null | head -n 1)
            [ -z "$left" ] && return
            round=$((round + 1))
            sleep 0.02
          done
        }
        mode=$1
        shift
        [ "$mode" = wait ] && cat
        for name in "$@"; do clean "$name"; done
        """;

    private readonly string _name;
    private readonly Process _watchdog;

    private Cleaner(string name, Process watchdog) => (_name, _watchdog) = (name, watchdog);

    /// <summary>Watches over what begins with a name and a dash, from before it is made.</summary>
    public static Cleaner Watch(string name)
    {
        // In a session of its own: what is sent to the owner's terminal or group does not reach it.
        string[] shell = [.. Tools.Has("setsid") ? ["setsid"] : Array.Empty<string>(), "/bin/sh", "-c", $"exec >/dev/null 2>&1; {Script}", "fulcrum-cleaner", "wait", name];
        return new Cleaner(name, Process.Start(new ProcessStartInfo(shell[0], shell[1..]) { RedirectStandardInput = true })!);
    }

    /// <summary>Takes away what belongs to owners that no longer live.</summary>
    public static async Task SweepAsync(CancellationToken cancellation)
    {
        string[] dead = [.. Names().Select(Owner.Of).OfType<string>().Distinct().Where(n => !Owner.Lives(n))];
        cancellation.ThrowIfCancellationRequested();
        if (dead.Length > 0)
            await RemoveAsync(dead).ConfigureAwait(false);
    }

    /// <summary>Takes away at once what begins with each name and a dash.</summary>
    public static Task RemoveAsync(params string[] names) => Tools.RunAsync(new Step("/bin/sh", ["-c", Script, "fulcrum-cleaner", "now", .. names]), CancellationToken.None);

    /// <summary>Names of groups and namespaces on this machine that begin like ours.</summary>
    public static IEnumerable<string> Names()
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
        IEnumerable<string> groups = Directory.Exists("/sys/fs/cgroup") ? Directory.EnumerateDirectories("/sys/fs/cgroup", "fulcrum-*", all) : [];
        IEnumerable<string> spaces = Directory.Exists("/run/netns") ? Directory.EnumerateFiles("/run/netns", "fulcrum-*") : [];
        return groups.Concat(spaces).Select(p => Path.GetFileName(p));
    }

    /// <summary>Breaks the pipe and waits until all is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _watchdog.StandardInput.Close();
        await _watchdog.WaitForExitAsync().ConfigureAwait(false);
        _watchdog.Dispose();
        // Somebody may have killed the watchdog.
        if (Names().Any(n => Owner.Of(n) == _name))
            await RemoveAsync(_name).ConfigureAwait(false);
    }
}
