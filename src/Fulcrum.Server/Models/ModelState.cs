using System.Globalization;
using System.Text;
using Fulcrum.Graphs.Execution;
using Fulcrum.Server.Batching;
using Fulcrum.Server.Chains;
using Fulcrum.Server.Counts;
using Fulcrum.Server.Running;
using Fulcrum.Server.Tensors;
using Fulcrum.Stages;

namespace Fulcrum.Server.Models;

/// <summary>
/// One version of a model, alive: sessions, slots, queue. Whoever uses it holds a lease.
/// </summary>
internal sealed class ModelState
{
    public ModelState(ModelSnapshot snapshot, IModelRunner runner, ModelCounts counts, ModelSettings settings, TimeProvider time)
    {
        (Config, Signature, Counts) = (snapshot.Config, snapshot.Signature, counts);
        (Number, Version) = (snapshot.Version, snapshot.Version.ToString(CultureInfo.InvariantCulture));
        (Utf8Name, Utf8Version) = (Encoding.UTF8.GetBytes(Config.Name), Encoding.UTF8.GetBytes(Version));
        BatchPolicy policy = Config.Policy(Signature.IsBatchable, settings.Batching);
        Session = new ModelSession(runner, snapshot.Model, Signature, new SlotLimits());
        Scheduler = new Scheduler(Session, policy, counts, time);
        Admission = new Admission(Config.MaxQueueSize > 0 ? Config.MaxQueueSize : settings.MaxQueue, settings.MaxQueueBytes);
        Chain = snapshot.Chain is ChainSnapshot chain ? new ChainState(chain, runner) : null;
        Leases = new LeaseCount(Free);
    }

    public ModelConfig Config { get; }

    public ModelSignature Signature { get; }

    public long Number { get; }

    public string Version { get; }

    public byte[] Utf8Name { get; }

    public byte[] Utf8Version { get; }

    public ModelSession Session { get; }

    public Scheduler Scheduler { get; }

    public Admission Admission { get; }

    public ModelCounts Counts { get; }

    /// <summary>What it answers as a planned chain; null when it was not planned.</summary>
    public ChainState? Chain { get; }

    public LeaseCount Leases { get; }

    /// <summary>Whether a run would begin now; false while the process that runs it is being started again.</summary>
    public bool IsAvailable => Session.Model.IsAvailable;

    private void Free()
    {
        Scheduler.Dispose();
        Chain?.Dispose();
        Session.Dispose();
    }
}

/// <summary>What the server sets for all models.</summary>
/// <param name="Batching">How models are run whose configuration says nothing of batches.</param>
/// <param name="MaxQueue">Most requests in the server for one model.</param>
/// <param name="MaxQueueBytes">Most bytes of their bodies.</param>
internal sealed record ModelSettings(BatchPolicy Batching, int MaxQueue, long MaxQueueBytes);
