using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Lab.Processes;

/// <summary>This program, to be started under a CPU quota; the quota's group goes when this is disposed, after the process.</summary>
internal sealed class LimitedCommand : IDisposable
{
    private static int _groups;
    private readonly CpuLimit? _limit;

    private LimitedCommand(FulcrumCommand command, CpuLimit? limit, bool isRefused) => (Command, _limit, IsRefused) = (command, limit, isRefused);

    /// <summary>How to start it.</summary>
    public FulcrumCommand Command { get; }

    /// <summary>Whether a quota was asked for that cannot be set here.</summary>
    public bool IsRefused { get; }

    /// <summary>Prepares a quota.</summary>
    /// <param name="command">This program.</param>
    /// <param name="cores">The quota; null: none.</param>
    public static LimitedCommand Create(FulcrumCommand command, double? cores)
    {
        CpuLimit? limit = cores is double quota ? CpuLimit.TryCreate(quota, $"fulcrum-{Environment.ProcessId}-{Interlocked.Increment(ref _groups)}") : null;
        // The shell joins the group and becomes the program: nothing of it runs outside the quota.
        return limit is null
            ? new LimitedCommand(command, null, cores is not null)
            : new LimitedCommand(new FulcrumCommand("/bin/sh", ["-c", "echo $$ > \"$0\" && exec \"$@\"", limit.ProcessesFile, command.FileName, .. command.Prefix]), limit, false);
    }

    /// <inheritdoc/>
    public void Dispose() => _limit?.Dispose();
}
