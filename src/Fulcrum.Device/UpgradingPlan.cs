using Fulcrum.Graphs.Execution;
using Fulcrum.Protocol.Plans;
using Fulcrum.Stages;

namespace Fulcrum.Device;

/// <summary>A plan that is replaced, between two requests, by the same one with finer weights. One request at a time.</summary>
public sealed class UpgradingPlan : IDeployment
{
    private readonly UpgradeState _state;
    private readonly Dictionary<string, ITensorBuffer> _inputs;
    private readonly bool _owns;
    private PlanLane _lane;

    private UpgradingPlan(UpgradeState state, bool owns)
    {
        (_state, _owns, _lane) = (state, owns, state.Begin(null));
        _inputs = Inputs.ToDictionary(i => i.Name, i => state.Runner.Allocate(StageElements.Of(i.Element), [.. i.Shape.Select(d => (long)d)]));
    }

    /// <summary>What came of it so far.</summary>
    public UpgradeTimes Times => _state.Times;

    /// <inheritdoc/>
    public IReadOnlyList<ManifestValue> Inputs => _lane.Deployment.Inputs;

    /// <inheritdoc/>
    public IReadOnlyList<ManifestOutput> Outputs => _lane.Deployment.Outputs;

    /// <summary>Runs a plan until there is a better one.</summary>
    /// <param name="first">The plan as it is now; disposed of with this.</param>
    /// <param name="runner">Allocates the inputs.</param>
    /// <param name="started">When the device started, by the clock.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    public static UpgradingPlan Open(IDeployment first, IModelRunner runner, long started, TimeProvider? time = null) => new(new UpgradeState(first, runner, started, time ?? TimeProvider.System), owns: true);

    /// <summary>Uses another plan from the next request on; requests under way end on the one before.</summary>
    /// <param name="next">It, loaded, of the same inputs and outputs; disposed of with this.</param>
    public void Switch(IDeployment next) => _state.Switch(next);

    /// <inheritdoc/>
    public IDeployment Another() => new UpgradingPlan(_state, owns: false);

    /// <inheritdoc/>
    public ITensorBuffer Input(string name) => _inputs[name];

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Output(int position) => _lane.Deployment.Output(position);

    /// <inheritdoc/>
    public async Task<PlanTimes> RunAsync(CancellationToken cancellation = default)
    {
        _lane = _state.Begin(_lane);
        foreach ((string name, ITensorBuffer input) in _inputs)
            input.Bytes.CopyTo(_lane.Deployment.Input(name).Bytes);
        PlanTimes times = await _lane.Deployment.RunAsync(cancellation).ConfigureAwait(false);
        _state.Answered();
        return times;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lane.Dispose();
        foreach (ITensorBuffer input in _inputs.Values)
            input.Dispose();
        if (_owns)
            _state.Close();
    }
}
