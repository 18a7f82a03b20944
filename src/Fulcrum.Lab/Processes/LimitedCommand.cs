using Fulcrum.Runtime.Diagnosis;

namespace Fulcrum.Lab.Processes;

/// <summary>This program, to be started under a CPU quota; the quota's group goes when this is disposed, after the process.</summary>
internal sealed class LimitedCommand : IDisposable
{
    private readonly ResourceLimit _limit;

    /// <summary>Prepares a quota.</summary>
    /// <param name="command">This program.</param>
    /// <param name="cores">The quota.</param>
    public LimitedCommand(FulcrumCommand command, double cores)
    {
        _limit = ResourceLimit.Create($"{Owner.NewName()}-0", cores);
        Command = Confinement.Wrap(command, _limit.ProcessFiles);
    }

    /// <summary>How to start it.</summary>
    public FulcrumCommand Command { get; }

    /// <summary>Whether the quota cannot be set here.</summary>
    public bool IsRefused => _limit.Refused.Count > 0;

    /// <inheritdoc/>
    public void Dispose() => _limit.Dispose();
}
