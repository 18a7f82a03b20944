using Fulcrum.Operators.Composition;
using Fulcrum.Operators.Distill;
using Fulcrum.Operators.EarlyExit;
using Fulcrum.Operators.Identity;
using Fulcrum.Operators.Pack;
using Fulcrum.Operators.Partition;
using Fulcrum.Operators.Prune;
using Fulcrum.Operators.Qat;
using Fulcrum.Operators.Sptq;

namespace Fulcrum.Operators;

/// <summary>The operators by name: one line each.</summary>
public static class OperatorCatalog
{
    /// <summary>How each is made from its options.</summary>
    public static IReadOnlyDictionary<string, Func<OperatorOptions, IDeploymentOperator>> All { get; } = new Dictionary<string, Func<OperatorOptions, IDeploymentOperator>>
    {
        ["identity"] = _ => new IdentityOperator(),
        ["sptq"] = options => new SptqStep(SptqStep.Read(options)),
        ["qat"] = options => new QatStep(QatOptions.Read(options)),
        ["pack"] = options => new PackStep(PackOptions.Read(options)),
        ["prune"] = options => new PruneStep(PrunePlan.Read(options)),
        ["distill"] = options => new DistillStep(DistillOptions.Read(options)),
        ["early-exit"] = options => new EarlyExitOperator(EarlyExitOptions.Read(options)),
        ["partition"] = options => new PartitionOperator(PartitionOptions.Read(options)),
    };
}
