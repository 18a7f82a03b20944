using Fulcrum.Graphs.Execution;
using Fulcrum.Problems;
using Fulcrum.Protocol.Plans;
using Fulcrum.Stages;
using Fulcrum.Stages.Links;

namespace Fulcrum.Device;

/// <summary>The device's side of a plan folder: runs the first tier's segment and asks the next tier for the rest. One request at a time.</summary>
public sealed class DeployedPlan : IDisposable
{
    private readonly Stage _stage;
    private readonly StageSlot _slot;
    private readonly StageHop? _hop;
    private readonly TimeProvider _time;
    private readonly bool _owns;

    private DeployedPlan(Stage stage, StageHop? hop, TimeProvider time, bool owns) => (_stage, _slot, _hop, _time, _owns) = (stage, stage.Rent(), hop, time, owns);

    /// <summary>The same plan for one more request at a time, over the same link; to be disposed of before this.</summary>
    public DeployedPlan Another() => new(_stage, _hop, _time, owns: false);

    /// <summary>The plan.</summary>
    public PlanFolder Folder => _stage.Folder;

    /// <summary>The model's outputs.</summary>
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

    /// <summary>Where an input of the model is put before a run.</summary>
    public ITensorBuffer Input(string name) => _slot.Input(name);

    /// <summary>The bytes of an output after a run, by its position in <see cref="Outputs"/>.</summary>
    public ReadOnlySpan<byte> Output(int position) => _slot.Output(position);

    /// <summary>Answers what the inputs hold.</summary>
    /// <exception cref="LinkException">A tier cannot be reached, or fails.</exception>
    /// <exception cref="InputException">A tier refuses, or the segment cannot take the values.</exception>
    public async Task<PlanTimes> RunAsync(CancellationToken cancellation = default)
    {
        long started = _time.GetTimestamp();
        _slot.Run();
        long ran = _time.GetTimestamp();
        if (_hop is null || _slot.Exit > 0)
            return Times(Milliseconds(started, ran), 0, 0, "", 0, 0);
        ReadOnlyMemory<byte> frame = _slot.Encode();
        long encoded = _time.GetTimestamp();
        try
        {
            string timing = await _hop.SendAsync(frame, _slot.Answer, cancellation).ConfigureAwait(false);
            _slot.TakeAnswer();
            return Times(Milliseconds(started, ran), Milliseconds(ran, encoded), Milliseconds(encoded, _time.GetTimestamp()), timing, frame.Length, _slot.Answer.Length);
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

    /// <summary>What a link took is what the tier before it waited, less what the tiers after it say of themselves.</summary>
    private PlanTimes Times(double computeMs, double encodeMs, double waitedMs, string timing, int up, int down)
    {
        IReadOnlyList<StageTiming> told = StageTiming.Parse(timing);
        StageTiming[] tiers = [new(_stage.Name, 0, computeMs, encodeMs, waitedMs, _slot.Exit), .. Folder.Manifest.Tiers.Skip(1).Select(t => told.FirstOrDefault(r => r.Tier == t.Name) ?? new StageTiming(t.Name, 0, 0, 0, 0))];
        double[] links = [.. Enumerable.Range(1, tiers.Length - 1).Select(t => Math.Max(0, tiers[t - 1].NextMs - tiers[t].TotalMs))];
        return new PlanTimes(tiers, links, computeMs + encodeMs + waitedMs, up, down);
    }

    private double Milliseconds(long from, long to) => _time.GetElapsedTime(from, to).TotalMilliseconds;
}
