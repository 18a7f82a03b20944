using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Stages;
using Fulcrum.Stages.Links;

namespace Fulcrum.Device;

/// <summary>The device's side of a plan folder: runs the first tier's segment and asks the next tier for the rest. One request at a time.</summary>
public sealed class DeployedPlan : IDeployment
{
    private readonly Stage _stage;
    private readonly StageSlot _slot;
    private readonly StageHop? _hop;
    private readonly TimeProvider _time;
    private readonly bool _owns;
    private readonly string _tag;
    private readonly Func<CancellationToken, Task<PlanTimes>> _answer;

    private DeployedPlan(Stage stage, StageHop? hop, TimeProvider time, bool owns) => (_stage, _slot, _hop, _time, _owns, _tag, _answer) = (stage, stage.Rent(), hop, time, owns, stage.Folder.Sha256[..16], AnswerAsync);

    /// <inheritdoc/>
    public IDeployment Another() => new DeployedPlan(_stage, _hop, _time, owns: false);

    /// <summary>The plan.</summary>
    public PlanFolder Folder => _stage.Folder;

    /// <inheritdoc/>
    public IReadOnlyList<ManifestValue> Inputs => _stage.Folder.Manifest.Inputs;

    /// <inheritdoc/>
    public IReadOnlyList<ManifestOutput> Outputs => _stage.Answers;

    /// <summary>Loads the first tier's segments.</summary>
    /// <param name="folder">The plan.</param>
    /// <param name="runner">Runs the segment.</param>
    /// <param name="next">Where the second tier listens; null when everything runs on the device.</param>
    /// <param name="link">The link to it to imitate; null: as it is.</param>
    /// <param name="time">The clock; null takes the system's.</param>
    /// <param name="options">How its segments are run; null for the defaults.</param>
    /// <param name="credentials">What to show the second tier; null: nothing.</param>
    /// <exception cref="InputException">The segment is missing, changed or foreign, or the address does not fit the plan.</exception>
    public static DeployedPlan Open(PlanFolder folder, IModelRunner runner, Uri? next, LinkShape? link = null, TimeProvider? time = null, StageOptions? options = null, Credentials? credentials = null)
    {
        if (folder.Manifest.Links.Count > 0 && next is null)
            throw new InputException("option-missing", "--next", $"The plan goes on at tier '{folder.Manifest.Tiers[1].Name}'.", "Give that tier's address.");
        if (folder.Manifest.Links.Count == 0 && next is not null)
            throw new InputException("option-malformed", "--next", "The plan runs on the device alone.", "Leave the address out.");
        return new DeployedPlan(Stage.Open(folder, 0, runner, options), next is null ? null : new StageHop(next, link, folder.Manifest.Model, credentials), time ?? TimeProvider.System, owns: true);
    }

    /// <inheritdoc/>
    public ITensorBuffer Input(string name) => _slot.Input(name);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Output(int position) => _slot.Output(position);

    /// <inheritdoc/>
    public Task<PlanTimes> RunAsync(CancellationToken cancellation = default) => RequestSpan.RunAsync(Folder.Manifest.Model, _tag, null, _answer, cancellation);

    private async Task<PlanTimes> AnswerAsync(CancellationToken cancellation)
    {
        var run = new StageRun(_stage, _slot, _time);
        run.Compute();
        try
        {
            if (_hop is not null && !run.IsAnswered)
                await run.SendAsync(_hop, cancellation).ConfigureAwait(false);
            return run.Times();
        }
        catch (HopException broken)
        {
            throw new LinkException("run", broken.Message, broken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slot.Dispose();
        if (!_owns)
            return;
        _hop?.Dispose();
        _stage.Dispose();
    }
}
